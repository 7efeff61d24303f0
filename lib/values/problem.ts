// Problems in the input, with their locations.

import { formatPath, type Path } from './path';
import { visible } from './visible';

/** Where a value was set: a location in a file, or a flag. */
export interface Origin {
  /** File as the user named it, `<stdin>`, or the flag: `--set session.id`. */
  readonly source: string;
  /** Line in the file, from 1; absent for flags. */
  readonly line?: number;
  /** Column in the line, from 1; absent for flags. */
  readonly column?: number;
  /** The table row that the value comes from: `labs.csv:17`. */
  readonly row?: string;
}

/** One thing that is wrong with the input. */
export interface Problem {
  /** Keys and list indexes that lead to the value: `['hosts', 0]`. Empty for the whole input. */
  readonly path: Path;
  /** What is wrong, without the location. Never contains a secret value. */
  readonly message: string;
  /** Where the value was set; absent for values from a program. */
  readonly origin?: Origin | undefined;
  /** The table row in which it appears: `labs.csv:17`. */
  readonly row?: string;
  /** The number of problems that it summarizes, if they are not shown one by one. */
  readonly count?: number;
  /** What kind of problem it is, for programs that react to it. */
  readonly code?: ProblemCode;
}

/** `published-credential`: a publicly known credential in use. */
export type ProblemCode = 'published-credential';

/** `FILE:LINE:COL path: message`; without an origin, the line starts with the path. */
export function formatProblem({ path, message, origin }: Problem): string {
  const where = origin ? formatOrigin(origin) : '';
  const what = origin?.line === undefined || isKey(path[0]) ? formatPath(path) : '';
  // A flag already contains the path.
  const prefix = [where, where.endsWith(` ${what}`) ? '' : what].filter((part) => part !== '').join(' ');
  return visible(prefix === '' ? message : `${prefix}: ${message}`);
}

/** A key that does not look like a value name may be confidential text from a file that is not a values file. */
const isKey = (step: string | number | undefined): boolean =>
  typeof step !== 'string' || /^[A-Za-z_$][A-Za-z0-9_./-]{0,62}$/.test(step);

export function formatOrigin({ source, line, column }: Origin): string {
  return line === undefined ? source : `${source}:${line}:${column ?? 1}`;
}

/** The input is invalid. Has every problem that was found; the message lists them, one per line. */
export class InputError extends Error {
  /** Always `InputError`, so it can be recognized across copies of the package. */
  override readonly name = 'InputError';

  constructor(
    /** Every problem, in the order it was found. */
    readonly problems: readonly Problem[],
  ) {
    super(problems.map(formatProblem).join('\n'));
  }

  /** The number of problems, including those that are not shown. */
  get count(): number {
    return this.problems.reduce((sum, { count = 1 }) => sum + count, 0);
  }
}

/** At most `most` problems per source, with the number of omitted ones. */
export function shortened(problems: readonly Problem[], mostOf: (source: string) => number): Problem[] {
  const counts = new Map<string, number>();
  const kept = problems.filter(({ origin: { source = '' } = {} }) => {
    const count = (counts.get(source) ?? 0) + 1;
    counts.set(source, count);
    return source === '' || count <= mostOf(source);
  });
  const more = [...counts].filter(([source, count]) => source !== '' && count > mostOf(source));
  return [
    ...kept,
    ...more.map(([source, count]) => {
      const left = count - mostOf(source);
      return {
        path: [],
        message: `${left} more ${left === 1 ? 'problem' : 'problems'}`,
        origin: { source },
        count: left,
      };
    }),
  ];
}

/** The results of all tasks. Every task is run, so that one `InputError` has all problems, without duplicates. */
export function collect<T>(tasks: readonly (() => T)[]): T[] {
  const problems: Problem[] = [];
  const results = tasks.flatMap((task) => {
    try {
      return [task()];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) problems.push(problem);
      return [];
    }
  });
  // The rows of a table share the problems of their release.
  const unique = new Map(problems.map((problem) => [`${problem.row ?? ''} ${formatProblem(problem)}`, problem]));
  if (unique.size > 0) throw new InputError([...unique.values()]);
  return results;
}
