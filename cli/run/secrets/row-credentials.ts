// `secrets --rows`: a table with the credentials of each row. Existing credentials never change.

import { type Row, shownColumns } from '../../../lib/releases/rows';
import type { System } from '../../../lib/render/system';
import { type Layer, treeLayer } from '../../../lib/values/layer';
import { formatPath, type Path, valueAt } from '../../../lib/values/path';
import { formatProblem, InputError, type Problem } from '../../../lib/values/problem';
import { textOf } from '../../../lib/values/scalar';
import { generatedValues } from '../../../lib/values/schema/generated';
import { credentialsFor, put } from '../generate';

export interface RowCredentials {
  readonly rows: readonly Row['columns'][];
  /** The column of each credential: `['codeServer.password', 'codeServer-password']`. */
  readonly columns: readonly (readonly [path: string, column: string])[];
  /** Rows that got a credential in this run. */
  readonly filled: number;
  /** Rows with credentials that the table no longer has. */
  readonly removed: number;
  /** Missing credentials that cannot be generated. */
  readonly left: readonly Problem[];
}

export interface Tables {
  /** The column that identifies a row. */
  readonly key: string;
  readonly table: readonly Row[];
  /** The rows that an earlier run wrote. */
  readonly earlier: readonly Row[];
}

/** A column name can be a part of `{{ row.column }}`. */
const columnOf = (path: Path): string => path.join('-');

/** Throws `InputError` for rows without a key of their own. */
export function credentialsOfRows(
  system: System,
  layers: readonly Layer[],
  { key, table, earlier }: Tables,
): RowCredentials {
  // One fingerprint key serves all rows.
  const paths = generatedValues(system.schema).flatMap(({ path, generator }) =>
    generator === 'fingerprint-key' ? [] : [path],
  );
  const kept = byKey(earlier, key);
  const current = byKey(table, key);
  const used = new Set<Path>();
  const left = new Map<string, Problem>();
  let filled = 0;
  const rows = [...current].map(([name, { place, columns }]) => {
    const given = { ...credentialsIn(kept.get(name), paths), ...credentialsIn({ place, columns }, paths) };
    const made = credentialsFor(system, [...layers, layerOf(given, paths, place)]);
    for (const problem of made.left) left.set(formatProblem(problem), problem);
    const fresh = Object.fromEntries(
      paths.flatMap((path) => {
        const value = valueAt(made.values, path);
        return value === undefined ? [] : [[columnOf(path), value] as const];
      }),
    );
    if (Object.keys(fresh).length > 0) filled++;
    const credentials = { ...given, ...fresh };
    for (const path of paths) if (Object.hasOwn(credentials, columnOf(path))) used.add(path);
    return { ...columns, ...credentials };
  });
  return {
    rows,
    columns: [...used].map((path) => [formatPath(path), columnOf(path)]),
    filled,
    removed: [...kept.keys()].filter((name) => !current.has(name)).length,
    left: [...left.values()],
  };
}

function byKey(rows: readonly Row[], key: string): Map<string, Row> {
  const found = new Map<string, Row>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const [, source = row.place, line] = /^(.*):(\d+)$/s.exec(row.place) ?? [];
    const report = (message: string) =>
      problems.push({ path: [], message, origin: { source, line: Number(line), column: 1 } });
    const name = textOf(row.columns[key]) ?? '';
    const same = found.get(name);
    if (!Object.hasOwn(row.columns, key)) {
      report(
        `has no column ${key}: choose the column that identifies a row with --key${shownColumns('; there are ', Object.keys(row.columns))}`,
      );
      break;
    }
    if (name === '') report(`column ${key} is empty, but identifies the row`);
    else if (same) report(`has the same ${key} as ${same.place}`);
    else found.set(name, row);
  }
  if (problems.length > 0) throw new InputError(problems);
  return found;
}

function credentialsIn(row: Row | undefined, paths: readonly Path[]): Record<string, string> {
  return Object.fromEntries(
    paths.map(columnOf).flatMap((column) => {
      const cell = row && Object.hasOwn(row.columns, column) ? (textOf(row.columns[column]) ?? '') : '';
      return cell === '' ? [] : [[column, cell] as const];
    }),
  );
}

function layerOf(credentials: Readonly<Record<string, string>>, paths: readonly Path[], row: string): Layer {
  const tree: Record<string, unknown> = {};
  for (const path of paths) {
    const value = credentials[columnOf(path)];
    if (value !== undefined) put(tree, path, value);
  }
  return treeLayer(tree, () => ({ source: row }));
}
