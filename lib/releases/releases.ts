// A releases file: which charts are rendered, under which names, from which values.

import type { Target } from '../render/targets';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import { type Path, valueAt } from '../values/path';
import { collect, formatProblem, InputError, type Problem, shortened } from '../values/problem';
import { resolve } from '../values/resolve';
import { isMap } from '../values/scalar';
import { defaultsSchema, type KnownChart, outside, releaseRules, releaseSchema } from './releases-schema';
import type { Row } from './rows';
import { substitute } from './substitute';

/** One release of a releases file. */
export interface ReleaseEntry {
  readonly name: string;
  /** The row that it was made for: `labs.csv:17`. */
  readonly row?: string;
  readonly chart: string;
  /** Absent: the chart's first. */
  readonly appVersion?: string;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** Folder to write to, relative to the releases file. Absent: the command's. */
  readonly output?: string;
  /** Name of the cluster that it is applied to. */
  readonly cluster?: string;
  /** What becomes of its Secrets; later ones win. The certificate is relative to the folder of the releases file. */
  readonly secrets: readonly Layer[];
  /** Who applies it; absent for the command's. */
  readonly target?: Target;
  /** What Argo CD or Flux is told of it; later ones win. Empty where nothing is to be told. */
  readonly delivery: readonly Layer[];
  /** Later ones win. A file is relative to the folder of the releases file. */
  readonly values: readonly (Layer | string)[];
}

/** The releases of a file, in its order. Each is judged when it is asked for. */
export interface ListedReleases {
  /** Throws `InputError` with what is wrong around the releases. */
  readonly judgeAround: readonly (() => void)[];
  /** A release each; throws `InputError` with every problem of it. */
  readonly entries: readonly (() => ReleaseEntry)[];
}

type ReadRows = (table: string) => readonly Row[];

const MOST_SHOWN = 100;

/** Whether the file may name this path, which is relative to its folder. */
export type IsAllowed = (path: string) => boolean;

/** All releases of a file. Throws `InputError` with every problem of the file and its tables. */
export function releasesOf(
  file: Layer,
  charts: readonly KnownChart[],
  readRows: ReadRows = () => [],
  isAllowed?: IsAllowed,
): ReleaseEntry[] {
  const { judgeAround, entries } = listedReleases(file, charts, readRows, isAllowed);
  const around = judgeAround.map((judge) => (): ReleaseEntry[] => {
    judge();
    return [];
  });
  try {
    return collect([...around, ...entries.map((entry) => () => [entry()])]).flat();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // A column that is missing is so in every row.
    throw new InputError(shortened(error.problems, () => MOST_SHOWN));
  }
}

export function listedReleases(
  file: Layer,
  charts: readonly KnownChart[],
  readRows: ReadRows,
  isAllowed?: IsAllowed,
): ListedReleases {
  const given = file.apply({}).releases;
  const releases = Array.isArray(given) ? given : [];
  const reader = new ReleaseReader(file, schemasOf(charts), isAllowed);
  const entries = releases.flatMap((release: unknown, index) => {
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
  return { judgeAround: [() => reader.judgeOutside(entries), () => reader.judgeDefaults()], entries };
}

/** What is wrong with a table as a whole is said where the table is named. */
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

/** What the parts of a file are held against. */
export const schemasOf = (charts: readonly KnownChart[]) => ({
  release: releaseSchema(charts),
  defaults: defaultsSchema(charts),
  rules: releaseRules(charts),
});

/** Reads the releases of one file. */
export class ReleaseReader {
  private readonly tree: Tree;
  private readonly names = new Set<string>();

  constructor(
    private readonly file: Layer,
    private readonly schemas: ReturnType<typeof schemasOf>,
    private readonly isAllowed: IsAllowed = () => true,
  ) {
    this.tree = file.apply({});
  }

  /** A run without any release would leave the files of earlier ones as they are, and say nothing. */
  judgeOutside(entries: readonly unknown[]): void {
    try {
      const { values } = resolve(outside, [], [this.file]);
      if (entries.length > 0) return;
      const why = values.releases.length === 0 ? 'lists no release' : 'makes no release: its tables have no row';
      throw this.problem(['releases'], why);
    } catch (error) {
      throw this.placed(error, []);
    }
  }

  /** Tells what is wrong with the defaults once, not for every release. */
  judgeDefaults(): void {
    // A column is judged with each row.
    const own = this.part(['defaults']);
    const plain = withoutColumns(own);
    try {
      resolve(this.schemas.defaults, [], [this.layer(plain, ['defaults'])]);
    } catch (error) {
      throw this.placed(error, ['defaults']);
    }
  }

  entry(index: number, row: Row | undefined): ReleaseEntry {
    const at = ['releases', index];
    const own = this.filled(at, row);
    const defaults = this.filled(['defaults'], row);
    this.demandPathsAllowed(at, own, defaults);
    const { set: ownSet, values: ownFiles, ...fields } = own;
    const { set: commonSet, values: commonFiles, forEach: _forEach, ...common } = defaults;
    const given = this.layer({ ...known(common), ...fields, ...present({ values: ownFiles, set: ownSet }) }, at);
    try {
      const { values } = resolve(this.schemas.release, this.schemas.rules, [given]);
      const taken = this.names.has(values.name);
      this.names.add(values.name);
      if (taken) throw this.problem(['name'], `is the name of an earlier release: ${values.name}`);
      const { chart, appVersion, namespace, output, cluster, target } = values;
      return {
        name: values.name,
        chart,
        ...present({ appVersion, namespace, output, cluster, target, row: row?.place }),
        delivery: this.layersOf('delivery', at, defaults, own),
        secrets: this.layersOf('secrets', at, defaults, own),
        values: [
          ...((commonFiles ?? []) as string[]),
          this.layer((commonSet ?? {}) as Tree, ['defaults', 'set'], row),
          ...values.values,
          // Not the validated `set`, which has lost the spelling of numbers and the keys that are null.
          this.layer((ownSet ?? {}) as Tree, [...at, 'set'], row),
        ],
      };
    } catch (error) {
      throw this.placed(error, at, row);
    }
  }

  demandAllowed(path: Path, named: unknown): void {
    if (typeof named !== 'string' || named === '' || this.isAllowed(named)) return;
    const message =
      'is outside the folder of this file or in .git (if you trust it, use sandbox-charts with --allow-outside)';
    throw new InputError([{ path, message, origin: this.file.locate(path) }]);
  }

  /** Every path that a release and the defaults name. */
  private demandPathsAllowed(at: Path, own: Tree, defaults: Tree): void {
    for (const [place, tree] of [
      [at, own],
      [['defaults'], defaults],
    ] as const) {
      const named: [Path, unknown][] = [
        [['output'], tree.output],
        ...[tree.values ?? []].flat().map((file, index): [Path, unknown] => [['values', index], file]),
        [['delivery', 'folder'], valueAt(tree, ['delivery', 'folder'])],
        [['secrets', 'certificate'], valueAt(tree, ['secrets', 'certificate'])],
      ];
      for (const [path, file] of named) this.demandAllowed([...place, ...path], file);
    }
  }

  /** A map of the file with the columns of a row in place. */
  private filled(at: Path, row: Row | undefined): Tree {
    const { forEach, values, output, delivery, ...fields } = this.part(at);
    const { value, problems } = substitute(fields, row, []);
    if (problems.length > 0) throw this.placed(new InputError(problems), at, row);
    return { ...present({ forEach, values, output, delivery }), ...(value as Tree) };
  }

  private part(at: Path): Tree {
    const value = valueAt(this.tree, at);
    if (value === undefined) return {};
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Tree;
    throw this.placed(this.problem([], 'must be a map'), at);
  }

  /** What the defaults and the release say under a key, later ones win. As everywhere, null takes away what stands below. */
  private layersOf(key: string, at: Path, defaults: Tree, own: Tree): Layer[] {
    const given: [Path, unknown][] = own[key] === null ? [] : [[['defaults', key], defaults[key]]];
    return [...given, [[...at, key], own[key]] as const].flatMap(([path, tree]) =>
      isMap(tree) ? [this.layer(tree, path)] : [],
    );
  }

  private layer(tree: Tree, at: Path, row?: Row): Layer {
    return treeLayer(tree, (path) => {
      const origin = this.file.locate([...at, ...path]);
      return origin && row && isColumn(valueAt(this.tree, [...at, ...path])) ? { ...origin, row: row.place } : origin;
    });
  }

  private problem(path: Path, message: string): InputError {
    return new InputError([{ path, message }]);
  }

  /** Problems of one release as problems of the file, with the row that shows them. */
  private placed(error: unknown, at: Path, row?: Row): unknown {
    if (!(error instanceof InputError)) return error;
    return new InputError(
      error.problems.map((problem): Problem => {
        const { path, message, origin } = problem;
        const full = [...at, ...path];
        const place = origin ?? this.file.locate(full) ?? this.file.locate(at);
        return { ...problem, path: full, message: row ? `${row.place}: ${message}` : message, origin: place };
      }),
    );
  }
}

const isColumn = (value: unknown): boolean => typeof value === 'string' && value.includes('{{');

/** What can be judged without a row. */
function withoutColumns(tree: Tree): Tree {
  const plain = Object.entries(tree).filter(([, value]) => !isColumn(value));
  return Object.fromEntries(plain.map(([key, value]) => [key, isMap(value) ? withoutColumns(value) : value]));
}

/** Unknown keys of the defaults are told as theirs. */
const known = ({ chart, appVersion, namespace, output, target }: Tree): Tree =>
  present({ chart, appVersion, namespace, output, target });

const present = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
