// The rows of a table, for one release each: CSV, JSON Lines or YAML, depending on the file name extension.

import { extname } from 'node:path';
import { TEXT_LIMIT } from '../values/file/input';
import { loadList, type Source } from '../values/file/load';
import { DEEPEST, TOO_DEEP } from '../values/file/yaml-document';
import { InputError } from '../values/problem';
import { isMap } from '../values/scalar';

export interface Row {
  /** Its location: `labs.csv:17`. */
  readonly place: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Column names for a message, after `lead`. The first line of a file that is not a table may be confidential. */
export function shownColumns(lead: string, names: readonly string[]): string {
  const shown = names.filter((name) => /^[A-Za-z0-9_-]{1,63}$/.test(name)).slice(0, MOST_SHOWN);
  const more = names.length - shown.length;
  return shown.length === 0 ? '' : `${lead}${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MOST_SHOWN = 20;

/** All rows of a table. Throws `InputError` with every problem, never with the content of a cell. */
export function rowsOf({ source, text }: Source): Row[] {
  switch (extname(source).toLowerCase()) {
    case '.csv':
      return csvRows(source, text);
    case '.jsonl':
    case '.ndjson':
      return jsonRows(source, text);
    case '.yaml':
    case '.yml':
      return yamlRows(source, text);
    default:
      throw problem(source, undefined, 'unknown file type (expected .csv, .jsonl, .ndjson, .yaml or .yml)');
  }
}

/** Maximum number of rows of a table, and of characters in a row. */
const MOST_ROWS = 250_000;
const MOST_OF_ROW = TEXT_LIMIT;

const TOO_LARGE = 'a row larger than 1 MiB';

const REASONS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'number of cells does not match the number of columns',
  CSV_MAX_RECORD_SIZE: TOO_LARGE,
};

function demandRows(source: string, count: number): void {
  if (count > MOST_ROWS) throw problem(source, undefined, `more than ${MOST_ROWS.toLocaleString('en-US')} rows`);
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** An empty cell sets nothing, so the default applies; `true` and `false` are booleans. */
function csvRows(source: string, text: string): Row[] {
  // Loaded here because most releases files have no table.
  const { parse } = require('csv-parse/sync') as typeof import('csv-parse/sync');
  try {
    const columns = (names: string[]) => {
      const seen = new Set<string>();
      for (const name of names) {
        if (seen.has(name)) throw problem(source, 1, `has duplicate column names${shownColumns(': ', [name])}`);
        seen.add(name);
      }
      return names;
    };
    const options = {
      columns,
      info: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MOST_OF_ROW,
      to: MOST_ROWS + 1,
    } as const;
    const records = parse(text, options) as unknown as CsvRecord[];
    demandRows(source, records.length);
    return records.map(({ record, info }) => ({
      place: `${source}:${info.lines}`,
      columns: Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cellOf(cell)])),
    }));
  } catch (error) {
    const { code, lines } = error as { readonly code?: string; readonly lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    throw problem(source, lines, REASONS[code] ?? 'is not valid CSV');
  }
}

function cellOf(cell: string): unknown {
  if (cell === '') return undefined;
  return cell === 'true' || cell === 'false' ? cell === 'true' : cell;
}

function jsonRows(source: string, text: string): Row[] {
  let count = 0;
  return text.split('\n').flatMap((line, index): Row[] => {
    if (line.length > MOST_OF_ROW) throw problem(source, index + 1, TOO_LARGE);
    if (line.trim() === '') return [];
    demandRows(source, ++count);
    let columns: unknown;
    try {
      columns = JSON.parse(line);
    } catch {
      throw problem(source, index + 1, 'is not valid JSON');
    }
    if (!isMap(columns)) throw problem(source, index + 1, 'a row must be a map');
    if (isDeeper(columns, DEEPEST)) throw problem(source, index + 1, TOO_DEEP);
    return [{ place: `${source}:${index + 1}`, columns }];
  });
}

/** Whether maps and lists are nested more than `levels` deep. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function yamlRows(source: string, text: string): Row[] {
  return loadList({ source, text }).map(({ value: columns, line }) => {
    if (!isMap(columns)) throw problem(source, line, 'a row must be a map');
    return { place: `${source}:${line}`, columns };
  });
}

const problem = (source: string, line: number | undefined, message: string) =>
  new InputError([{ path: [], message, origin: line === undefined ? { source } : { source, line, column: 1 } }]);
