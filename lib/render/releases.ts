// A releases file: which charts are rendered, under which names, from which values.

import { Type } from '@sinclair/typebox';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import { type Path, valueAt } from '../values/path';
import { collect, InputError, type Problem } from '../values/problem';
import { resolve } from '../values/resolve';
import { isMap } from '../values/scalar';
import { choice, list, object, optional, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';
import { deliveryParts } from './delivery/settings';
import { TARGETS, type Target } from './delivery/targets';
import { NAMESPACE, RELEASE_NAME } from './identity';
import type { Row } from './rows';
import { secretParts } from './secrets/settings';
import { substitute } from './substitute';

/** One release of a releases file. */
export interface ReleaseEntry {
  readonly name: string;
  /** The row that it was made for: `labs.csv:17`. */
  readonly row?: string;
  readonly chart: string;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** Folder to write to, relative to the releases file. Absent: the command's. */
  readonly output?: string;
  /** What becomes of its Secrets; later ones win. The certificate is relative to the folder of the releases file. */
  readonly secrets: readonly Layer[];
  /** Who applies it; absent for the command's. */
  readonly target?: Target;
  /** What Argo CD or Flux is told of it; later ones win. Empty where nothing is to be told. */
  readonly delivery: readonly Layer[];
  /** Later ones win. A file is relative to the folder of the releases file. */
  readonly values: readonly (Layer | string)[];
}

const free = (description: string) =>
  // It may hold anything that a values file may hold.
  Type.Record(Type.String(), Type.Unknown(), { description, default: {}, secret: true });

function partsOf(charts: readonly string[]) {
  return {
    chart: choice(charts, { description: 'Chart to render.' }),
    namespace: optional(text({ description: "Namespace of the objects; absent for the chart's.", ...NAMESPACE })),
    values: list(text({ description: 'Path of a values file, relative to this file.', minLength: 1 }), {
      description: 'Values files, a later one wins.',
      default: [],
    }),
    set: free('Values upon those of the files.'),
    output: optional(text({ description: 'Folder to write to, relative to this file.', minLength: 1 })),
    secrets: optional(object(secretParts, { description: 'What becomes of the Secrets.' })),
    target: optional(choice(TARGETS, { description: 'Who applies the manifests.' })),
    delivery: optional(
      object(deliveryParts, { description: 'Writes the objects that tell Argo CD or Flux where the manifests are.' }),
    ),
    forEach: optional(
      text({
        description: 'CSV, JSON Lines or YAML file, relative to this file: a release for each row.',
        minLength: 1,
      }),
    ),
  };
}

const name = text({ description: 'Name of the release.', ...RELEASE_NAME });

const releaseSchema = (charts: readonly string[]) => object({ name, ...partsOf(charts) });

type Release = Static<ReturnType<typeof releaseSchema>>;

/** The file for editors, in which a column may stand in place of a name. */
export function releasesSchema(charts: readonly string[]) {
  const { chart, namespace: _namespace, ...rest } = partsOf(charts);
  const namespace = optional(text({ description: 'Namespace of the objects, or {{ row.column }}.', minLength: 1 }));
  const release = object({
    name: text({ description: 'Name of the release, or {{ row.column }}.', minLength: 1 }),
    chart: optional(chart),
    namespace,
    ...rest,
  });
  const { forEach: _forEach, ...shared } = rest;
  return object({
    releases: list(release, { description: 'Releases to render.' }),
    defaults: optional(object({ chart: optional(chart), namespace, ...shared }, { description: 'For every release.' })),
  });
}

/** The outside of the file: each release is judged by itself, row by row. */
const outside = object({
  releases: list(Type.Unknown({ description: 'Release.' }), { description: 'Releases to render.' }),
  defaults: optional(free('For every release.')),
});

const rules: readonly Rule<Release>[] = [
  ({ target, delivery }, { error }) => {
    if (delivery && target === 'kubectl') {
      error((release) => release.delivery, 'is for target argocd or flux: kubectl needs no such objects');
    }
  },
  ({ values }, { error }) => {
    const at = values.indexOf('-');
    if (at >= 0) error((release) => release.values[at], 'standard input is for -f only');
  },
];

/** The releases of a file, in its order. Throws `InputError` with every problem of the file and its tables. */
export function releasesOf(
  file: Layer,
  charts: readonly string[],
  readRows: (table: string) => readonly Row[] = () => [],
): ReleaseEntry[] {
  const given = file.apply({}).releases;
  const releases = Array.isArray(given) ? given : [];
  const reader = new Reader(file, charts);
  return collect([
    () => judgeOutside(file),
    () => reader.judgeDefaults(),
    ...releases.map((release: unknown, index) => () => {
      const table = valueAt(release, ['forEach']);
      if (typeof table !== 'string') return [reader.entry(index, undefined)];
      return collect(readRows(table).map((row) => () => reader.entry(index, row)));
    }),
  ]).flat();
}

function judgeOutside(file: Layer): ReleaseEntry[] {
  const { values } = resolve(outside, [], [file]);
  if (values.releases.length > 0) return [];
  throw new InputError([{ path: ['releases'], message: 'lists no release', origin: file.locate(['releases']) }]);
}

class Reader {
  private readonly tree: Tree;
  private readonly schema;
  private readonly defaultsSchema;
  private readonly names = new Set<string>();

  constructor(
    private readonly file: Layer,
    charts: readonly string[],
  ) {
    this.tree = file.apply({});
    this.schema = releaseSchema(charts);
    const { forEach: _forEach, chart, ...shared } = partsOf(charts);
    this.defaultsSchema = object({ ...shared, chart: optional(chart) });
  }

  /** Tells what is wrong with the defaults once, not for every release. */
  judgeDefaults(): ReleaseEntry[] {
    // A column is judged with each row.
    const own = this.part(['defaults']);
    const plain = withoutColumns(own);
    try {
      resolve(this.defaultsSchema, [], [this.layer(plain, ['defaults'])]);
    } catch (error) {
      throw this.placed(error, ['defaults']);
    }
    return [];
  }

  entry(index: number, row: Row | undefined): ReleaseEntry {
    const at = ['releases', index];
    const own = this.filled(at, row);
    const defaults = this.filled(['defaults'], row);
    const { set: ownSet, values: ownFiles, ...fields } = own;
    const { set: commonSet, values: commonFiles, forEach: _forEach, ...common } = defaults;
    const given = this.layer({ ...known(common), ...fields, ...present({ values: ownFiles, set: ownSet }) }, at);
    try {
      const { values } = resolve(this.schema, rules, [given]);
      const taken = this.names.has(values.name);
      this.names.add(values.name);
      if (taken) throw this.problem(['name'], `is the name of an earlier release: ${values.name}`);
      const { chart, namespace, output, target } = values;
      return {
        name: values.name,
        chart,
        ...present({ namespace, output, target, row: row?.place }),
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
      error.problems.map(({ path, message, origin }): Problem => {
        const full = [...at, ...path];
        const place = origin ?? this.file.locate(full) ?? this.file.locate(at);
        return { path: full, message: row ? `${row.place}: ${message}` : message, origin: place };
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
const known = ({ chart, namespace, output, target }: Tree): Tree => present({ chart, namespace, output, target });

const present = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
