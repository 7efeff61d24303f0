// The rows of a table that releases are made for: CSV, JSON Lines or YAML, by the ending of the file's name.

import { extname } from 'node:path';
import { loadList, type Source } from '../values/load';
import { InputError } from '../values/problem';
import { isMap } from '../values/scalar';

export interface Row {
  /** Where it stands: `labs.csv:17`. */
  readonly place: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** Every row of a table. Throws `InputError` with every problem, never with what a cell holds. */
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
      throw problem(source, undefined, 'what kind of table is it? (expected .csv, .jsonl, .ndjson, .yaml or .yml)');
  }
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** An empty cell says nothing, so that the default stays; `true` and `false` are booleans. */
function csvRows(source: string, text: string): Row[] {
  // Loaded here because most files of releases have no table.
  const { parse } = require('csv-parse/sync') as typeof import('csv-parse/sync');
  try {
    const columns = (names: string[]) => {
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) throw problem(source, 1, `has two columns ${twice}`);
      return names;
    };
    const options = { columns, info: true, bom: true, skip_empty_lines: true, trim: true } as const;
    const records = parse(text, options) as unknown as CsvRecord[];
    return records.map(({ record, info }) => ({
      place: `${source}:${info.lines}`,
      columns: Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cellOf(cell)])),
    }));
  } catch (error) {
    const { code, lines } = error as { readonly code?: string; readonly lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    const reason = code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? 'not as many cells as columns' : 'is not valid CSV';
    throw problem(source, lines, reason);
  }
}

function cellOf(cell: string): unknown {
  if (cell === '') return undefined;
  return cell === 'true' || cell === 'false' ? cell === 'true' : cell;
}

function jsonRows(source: string, text: string): Row[] {
  return text.split('\n').flatMap((line, index): Row[] => {
    if (line.trim() === '') return [];
    let columns: unknown;
    try {
      columns = JSON.parse(line);
    } catch {
      throw problem(source, index + 1, 'is not valid JSON');
    }
    if (!isMap(columns)) throw problem(source, index + 1, 'a row must be a map');
    return [{ place: `${source}:${index + 1}`, columns }];
  });
}

function yamlRows(source: string, text: string): Row[] {
  return loadList({ source, text }).map(({ value: columns, line }) => {
    if (!isMap(columns)) throw problem(source, line, 'a row must be a map');
    return { place: `${source}:${line}`, columns };
  });
}

const problem = (source: string, line: number | undefined, message: string) =>
  new InputError([{ path: [], message, origin: line === undefined ? { source } : { source, line, column: 1 } }]);
