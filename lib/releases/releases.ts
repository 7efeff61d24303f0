// A releases file: which charts are rendered, under which names, from which values.

import type { Layer } from '../values/layer';
import { type Path, valueAt } from '../values/path';
import { collect, formatProblem, InputError, type Problem, shortened } from '../values/problem';
import type { ReleaseEntry } from './release-entry';
import { type IsAllowed, type OpenChart, ReleaseReader } from './release-reader';
import type { KnownChart } from './releases-schema';
import type { Row } from './rows';

type ReadRows = (table: string) => readonly Row[];

const MOST_SHOWN = 100;

/** All releases of a file. Throws `InputError` with every problem of the file and its tables. */
export function releasesOf(
  file: Layer,
  charts: readonly KnownChart[],
  readRows: ReadRows = () => [],
  isAllowed?: IsAllowed,
  openChart?: OpenChart,
): ReleaseEntry[] {
  const reader = new ReleaseReader(file, charts, isAllowed, openChart);
  const entries = entriesOf(file, reader, readRows);
  const checked = (check: () => void) => (): ReleaseEntry[] => {
    check();
    return [];
  };
  const around = [checked(() => reader.checkTopLevel(entries)), checked(() => reader.checkDefaults())];
  try {
    return collect([...around, ...entries.map((entry) => () => [entry()])]).flat();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(shortened(onceForAllRows(error.problems), () => MOST_SHOWN));
  }
}

/** One problem for all rows that have it: a missing column is missing in every row. */
function onceForAllRows(problems: readonly Problem[]): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = formatProblem(problem);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()].flatMap(([first, ...others]): Problem[] => {
    if (!first) return [];
    if (first.row === undefined) return [first];
    const more = others.length === 0 ? '' : ` and ${others.length} more ${others.length === 1 ? 'row' : 'rows'}`;
    return [{ ...first, message: `${first.row}${more}: ${first.message}` }];
  });
}

/** One release per row. Throws `InputError` with every problem of the release. */
function entriesOf(file: Layer, reader: ReleaseReader, readRows: ReadRows): (() => ReleaseEntry)[] {
  const given = file.apply({}).releases;
  const releases = Array.isArray(given) ? given : [];
  return releases.flatMap((release: unknown, index) => {
    const table = valueAt(release, ['forEach']);
    if (typeof table !== 'string') return [() => reader.entry(index, undefined)];
    try {
      reader.demandAllowed(['releases', index, 'forEach'], table);
      return readRows(table).map((row) => () => reader.entry(index, row));
    } catch (error) {
      return () => {
        throw ofTable(error, file, ['releases', index, 'forEach']);
      };
    }
  });
}

/** A problem of the whole table is reported where the table is named. */
function ofTable(error: unknown, file: Layer, path: Path): unknown {
  if (!(error instanceof InputError)) return error;
  return new InputError(
    error.problems.map((problem) =>
      problem.origin?.line === undefined
        ? { ...problem, path, message: formatProblem(problem), origin: file.locate(path) }
        : problem,
    ),
  );
}
