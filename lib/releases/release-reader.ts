// One release of a releases file: its entry, with the defaults of the file and the columns of its row.

import type { ChangeSource } from '../patches/read';
import { isChartFile } from '../render/registry';
import { templateProblems } from '../values/foreign/helm-template';
import { type Layer, type Tree, treeLayer } from '../values/layer';
import { type Path, valueAt } from '../values/path';
import { InputError, type Problem } from '../values/problem';
import { resolve } from '../values/resolve';
import { isMap } from '../values/scalar';
import type { TObject } from '../values/schema/schema';
import type { Rule } from '../values/validate';
import type { ReleaseEntry } from './release-entry';
import { inherited, isColumn, present, WITH_PATHS, withoutColumns } from './release-parts';
import { defaultsSchema, type KnownChart, outside, type Release, releaseRules, releaseSchema } from './releases-schema';
import type { Row } from './rows';
import { substitute } from './substitute';

/** Whether the file may use this path, which is relative to its folder. */
export type IsAllowed = (path: string) => boolean;

/** Opens a chart that is a file, relative to the folder of the releases file. Throws `InputError`. */
export type OpenChart = (path: string) => KnownChart;

interface Form {
  readonly release: ReturnType<typeof releaseSchema>;
  readonly defaults: TObject;
  readonly rules: readonly Rule<Release>[];
}

const CHANGES = ['patches', 'extraObjects'];

/** The rows of a table have the same empty list. */
const NONE: readonly never[] = [];

/** Reads the releases of one file. */
export class ReleaseReader {
  private readonly tree: Tree;
  /** By the chart, if it is a file; of all other releases by the empty string. */
  private readonly forms = new Map<string, Form>();
  private readonly names = new Set<string>();
  /** By map of the file: the same with columns filled in, if it has none. */
  private readonly plain = new WeakMap<object, Tree>();
  /** What releases inherit, by the defaults. */
  private readonly inherited = new WeakMap<object, Tree>();
  /** Maps whose paths are allowed. */
  private readonly allowed = new WeakSet<object>();

  constructor(
    private readonly file: Layer,
    private readonly charts: readonly KnownChart[],
    private readonly isAllowed: IsAllowed = () => true,
    private readonly openChart?: OpenChart,
  ) {
    this.tree = file.apply({});
  }

  /** The schema and rules of a release of this chart. */
  private formFor(chart: unknown, at: Path): Form {
    const file = typeof chart === 'string' && isChartFile(chart) && this.openChart ? chart : '';
    const known = this.forms.get(file);
    if (known) return known;
    const charts = file === '' ? this.charts : [...this.charts, this.opened(file, [...at, 'chart'])];
    const form = { release: releaseSchema(charts), defaults: defaultsSchema(charts), rules: releaseRules(charts) };
    this.forms.set(file, form);
    return form;
  }

  private opened(file: string, at: Path): KnownChart {
    this.demandAllowed(at, file);
    try {
      return { ...this.openChart?.(file), name: file };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const origin = this.file.locate(at);
      throw new InputError(error.problems.map(({ message }) => ({ path: at, message: `${file} ${message}`, origin })));
    }
  }

  /** A run without releases would silently leave the files of earlier ones in place. */
  checkTopLevel(entries: readonly unknown[]): void {
    try {
      const { values } = resolve(outside, [], [this.file]);
      if (entries.length > 0) return;
      const why =
        values.releases.length === 0 ? 'lists no releases' : 'results in no releases: its tables have no rows';
      throw this.problem(['releases'], why);
    } catch (error) {
      throw this.placed(error, []);
    }
  }

  /** Reports problems of the defaults once, not for every release. */
  checkDefaults(): void {
    // A column is checked with each row.
    const own = this.part(['defaults']);
    const plain = withoutColumns(own);
    const { defaults } = this.formFor(plain.chart, ['defaults']);
    try {
      resolve(defaults, [], [this.layer(plain, ['defaults'])]);
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
    const { set: commonSet, values: commonFiles } = defaults;
    const common = this.inherited.get(defaults) ?? inherited(defaults, this.formFor(undefined, at).defaults);
    this.inherited.set(defaults, common);
    // Every map is valid, except for templates, and the validated one is not used.
    const set = isMap(ownSet) && templateProblems(ownSet).length === 0 ? undefined : ownSet;
    const given = this.layer({ ...common, ...fields, ...present({ values: ownFiles, set }) }, at);
    const { release, rules } = this.formFor(given.apply({}).chart, own.chart === undefined ? ['defaults'] : at);
    try {
      const { values } = resolve(release, rules, [given]);
      const taken = this.names.has(values.name);
      this.names.add(values.name);
      if (taken) throw this.problem(['name'], `duplicate release name: ${values.name}`);
      const { chart, appVersion, kubeVersion, namespace, output, cluster, imageLock, target } = values;
      return {
        name: values.name,
        chart,
        ...present({ appVersion, kubeVersion, namespace, output, cluster, imageLock, target, row: row?.place }),
        delivery: this.layersOf('delivery', at, defaults, own),
        secrets: this.layersOf('secrets', at, defaults, own),
        changes: this.changesOf(at, defaults, own, row),
        values: [
          ...((commonFiles ?? []) as string[]),
          this.layer((commonSet ?? {}) as Tree, ['defaults', 'set'], row),
          ...values.values,
          // Not the validated `set`, which no longer has the spelling of numbers and keys that are null.
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
    // A single path need not be in a list.
    const origin = this.file.locate(path) ?? this.file.locate(path.slice(0, -1));
    throw new InputError([{ path, message, origin }]);
  }

  /** All paths in a release and the defaults. */
  private demandPathsAllowed(at: Path, own: Tree, defaults: Tree): void {
    for (const [place, tree] of [
      [at, own],
      [['defaults'], defaults],
    ] as const) {
      if (this.allowed.has(tree) || !WITH_PATHS.some((key) => tree[key] !== undefined)) continue;
      const named: [Path, unknown][] = [
        [['output'], tree.output],
        [['imageLock'], tree.imageLock],
        ...[tree.values ?? []].flat().map((file, index): [Path, unknown] => [['values', index], file]),
        [['delivery', 'folder'], valueAt(tree, ['delivery', 'folder'])],
        [['secrets', 'certificate'], valueAt(tree, ['secrets', 'certificate'])],
      ];
      for (const [path, file] of named) this.demandAllowed([...place, ...path], file);
      this.allowed.add(tree);
    }
  }

  /** A map of the file, with the columns of a row filled in. */
  private filled(at: Path, row: Row | undefined): Tree {
    const part = this.part(at);
    const known = this.plain.get(part);
    if (known) return known;
    const { forEach, values, output, imageLock, delivery, ...fields } = part;
    const { value, problems } = substitute(fields, row, []);
    if (problems.length > 0) throw this.placed(new InputError(problems), at, row);
    const filled = { ...present({ forEach, values, output, imageLock, delivery }), ...(value as Tree) };
    if (value === fields) this.plain.set(part, filled);
    return filled;
  }

  private part(at: Path): Tree {
    const value = valueAt(this.tree, at);
    if (value === undefined) return {};
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Tree;
    throw this.placed(this.problem([], 'must be a map'), at);
  }

  /** The value of a key in the defaults and the release; later ones win, and null removes earlier ones. */
  private layersOf(key: string, at: Path, defaults: Tree, own: Tree): readonly Layer[] {
    if (!isMap(own[key]) && !isMap(defaults[key])) return NONE;
    const given: [Path, unknown][] = own[key] === null ? [] : [[['defaults', key], defaults[key]]];
    return [...given, [[...at, key], own[key]] as const].flatMap(([path, tree]) =>
      isMap(tree) ? [this.layer(tree, path)] : [],
    );
  }

  private changesOf(at: Path, defaults: Tree, own: Tree, row: Row | undefined): readonly ChangeSource[] {
    if (!CHANGES.some((key) => own[key] !== undefined || defaults[key] !== undefined)) return NONE;
    const inherited = present({
      ...(own.patches === null ? {} : { patches: defaults.patches }),
      ...(own.extraObjects === null ? {} : { extraObjects: defaults.extraObjects }),
    });
    const { patches, extraObjects } = own;
    const sources: [Path, Tree][] = [
      [['defaults'], inherited],
      [at, present({ patches: patches ?? undefined, extraObjects: extraObjects ?? undefined })],
    ];
    return sources
      .filter(([, tree]) => Object.keys(tree).length > 0)
      .map(([place, tree]) => ({ layer: this.layer(tree, place, row), at: place }));
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

  /** Problems of one release as problems of the file, with the row in which they appear. */
  private placed(error: unknown, at: Path, row?: Row): unknown {
    if (!(error instanceof InputError)) return error;
    return new InputError(
      error.problems.map((problem): Problem => {
        const { path, message, origin } = problem;
        const full = [...at, ...path];
        const place = origin ?? this.file.locate(full) ?? this.file.locate(at);
        return { ...problem, path: full, message, origin: place, ...(row ? { row: row.place } : {}) };
      }),
    );
  }
}
