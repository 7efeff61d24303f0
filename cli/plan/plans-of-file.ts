// The releases of a releases file, with their paths resolved.

import { dirname, isAbsolute, join, resolve } from 'node:path';
import { kubeVersionOf } from '../../lib/names/kube-version';
import { remembering } from '../../lib/names/remember';
import { type Changes, NO_CHANGES } from '../../lib/patches/change';
import type { ChangeSource } from '../../lib/patches/read';
import { loadReleases } from '../../lib/releases/load-releases';
import type { ReleaseEntry } from '../../lib/releases/release-entry';
import { releasesOf } from '../../lib/releases/releases';
import { rowsOf } from '../../lib/releases/rows';
import {
  type ChartEntry,
  chartAtKubeVersion,
  chartAtVersion,
  isChartFile,
  type Registry,
  versionNamed,
} from '../../lib/render/registry';
import { INPUT_LIMIT, isThere, readInput, TABLE_LIMIT } from '../../lib/values/file/input';
import { readLayer } from '../../lib/values/file/load';
import { type Layer, treeLayer } from '../../lib/values/layer';
import { collect } from '../../lib/values/problem';
import { findChart, openChart } from '../flags/chart-argument';
import { UsageError, unknownWord } from '../flags/usage';
import type { Io } from '../io';
import { beginLongRun, FLEET } from '../process/heap';
import { PathLimits } from './path-limits';
import type { Plan } from './plan';

const RELEASES_FILE = 'releases.yaml';

/** Common wrong names of the file. */
const NEAR_NAMES = [
  'releases.yml',
  'release.yaml',
  'release.yml',
  'releases.json',
  'Releases.yaml',
  'releases.yaml.txt',
];

/** Number of characters from which a releases file or table has many releases. */
const LARGE = 2 ** 16;

/** The default releases file; `undefined` if the folder has none. */
export function defaultReleasesFile(io: Io): string | undefined {
  return isThere(resolve(io.cwd, RELEASES_FILE)) ? RELEASES_FILE : undefined;
}

/** The same, but throws if the folder has none. `need` completes the message. */
export function demandReleasesFile(io: Io, need: string): string {
  const file = defaultReleasesFile(io);
  if (file !== undefined) return file;
  const near = NEAR_NAMES.find((name) => isThere(resolve(io.cwd, name)));
  const hint = near === undefined ? '' : `; rename ${near}?`;
  throw new UsageError(`${need} (there is no ${RELEASES_FILE} in this folder${hint})`);
}

export interface FileOptions {
  /** Names of releases; absent or empty for all of them. */
  readonly only?: readonly string[] | undefined;
  /** Whether the file may use files and folders outside its own folder. */
  readonly allowOutside?: boolean | undefined;
}

/** The releases of a file, in its order. */
export function plansOfFile(
  io: Io,
  registry: Registry,
  file: string,
  { only = [], allowOutside = false }: FileOptions = {},
): Plan[] {
  const found = new ReleasesFile(io, registry, file, allowOutside);
  try {
    return selectedPlans(found, only);
  } finally {
    found.end();
  }
}

function selectedPlans(file: ReleasesFile, only: readonly string[]): Plan[] {
  const { source, charts, readRows, isAllowed, open, planOf } = file;
  const entries = releasesOf(loadReleases(source()), charts, readRows, isAllowed, open);
  const names = new Set(entries.map(({ name }) => name));
  const patterns = only.map((name) => ({ name, pattern: patternOf(name) }));
  for (const { name, pattern } of patterns) {
    if ([...names].some((known) => pattern.test(known))) continue;
    if (name.includes('*')) throw new UsageError(`--only ${JSON.stringify(name)} matches no release`);
    throw unknownWord('release', name, [...names]);
  }
  const isSelected = (name: string) => only.length === 0 || patterns.some(({ pattern }) => pattern.test(name));
  return entries.filter(({ name }) => isSelected(name)).map(planOf);
}

/** `lab-*` matches all labs; every other character is itself. */
const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

/** The paths in one file. */
class ReleasesFile {
  /** Releases share files, so each file is read once. */
  private readonly known = new Map<string, Layer>();
  private readonly limits: PathLimits;
  private readonly flags: Plan['flags'];
  /** Of the last plan: the rows of a table have the same. */
  private last: Pick<Plan, 'inputs' | 'tables'> = { inputs: [], tables: [] };
  private endLongRun: (() => void) | undefined;

  constructor(
    private readonly io: Io,
    readonly charts: Registry,
    private readonly file: string,
    allowOutside: boolean,
  ) {
    this.flags = { config: file };
    this.limits = PathLimits.ofConfig(io, file, allowOutside);
  }

  readonly source = () => this.sourceOf(this.file, INPUT_LIMIT);

  readonly isAllowed = (path: string) => this.limits.isAllowed(resolve(this.io.cwd, this.inFolder(path)));

  readonly readRows = (table: string) => {
    const rows = rowsOf(this.sourceOf(this.inFolder(table), limitOf(table)));
    if (rows.length >= FLEET) this.endLongRun ??= beginLongRun();
    return rows;
  };

  readonly planOf = (entry: ReleaseEntry): Plan => {
    const { name, row, namespace, output, cluster, imageLock, target, delivery, secrets, values, changes } = entry;
    const tables = tableOf(row);
    const inputs = [
      this.file,
      ...(isChartFile(entry.chart) ? [this.inFolder(entry.chart)] : []),
      ...tables,
      ...values.filter((source) => typeof source === 'string').map(this.inFolder),
      ...secrets.flatMap(certificateOf).map(this.inFolder),
    ];
    if (!isSameList(inputs, this.last.inputs) || !isSameList(tables, this.last.tables)) this.last = { inputs, tables };
    return {
      name,
      chart: this.chartOf(entry),
      ...(row === undefined ? {} : { row }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(output === undefined ? {} : { output: this.inFolder(output) }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(imageLock === undefined ? {} : { imageLock: this.inFolder(imageLock) }),
      ...(target === undefined ? {} : { target }),
      delivery: mapped(delivery, (layer) => withPath(layer, 'folder', this.inFolder)),
      layers: () => collect(values.map((source) => () => (typeof source === 'string' ? this.read(source) : source))),
      changes: () => changesOf(changes),
      flags: this.flags,
      secrets: mapped(secrets, (layer) => withPath(layer, 'certificate', this.inFolder)),
      ...this.last,
    };
  };

  readonly open = (file: string): ChartEntry => openChart(this.charts, this.inFolder(file));

  private chartOf({ chart, appVersion, kubeVersion = '' }: ReleaseEntry): ChartEntry {
    const entry = isChartFile(chart) ? this.open(chart) : findChart(this.charts, chart);
    const set = appVersion === undefined ? undefined : versionNamed(entry, appVersion);
    const version = kubeVersionOf(kubeVersion);
    const chosen = set ? chartAtVersion(entry, set) : entry;
    return version ? chartAtKubeVersion(chosen, version) : chosen;
  }

  private readonly inFolder = remembering((path): string => (isAbsolute(path) ? path : join(dirname(this.file), path)));

  /** Ends what reading a large file began. */
  end(): void {
    this.endLongRun?.();
  }

  private sourceOf(named: string, limit: number) {
    const text = readInput(named, resolve(this.io.cwd, named), limit);
    if (text.length > LARGE) this.endLongRun ??= beginLongRun();
    return { source: named, text };
  }

  private read(path: string): Layer {
    const named = this.inFolder(path);
    const layer = this.known.get(named) ?? readLayer(named, resolve(this.io.cwd, named));
    this.known.set(named, layer);
    return layer;
  }
}

/** The same list if it is empty: most releases have none of their own. */
const mapped = <T>(list: readonly T[], change: (item: T) => T): readonly T[] =>
  list.length === 0 ? list : list.map(change);

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, at) => text === other[at]);

function changesOf(sources: readonly ChangeSource[]): Changes {
  if (sources.length === 0) return NO_CHANGES;
  // Loaded here because most releases have no changes.
  const { readChanges } = require('../../lib/patches/read') as typeof import('../../lib/patches/read');
  return readChanges(sources);
}

/** A YAML table is parsed as a whole, as other YAML is. */
const limitOf = (table: string): number => (/\.ya?ml$/i.test(table) ? INPUT_LIMIT : TABLE_LIMIT);

function certificateOf(layer: Layer): string[] {
  const { certificate } = layer.apply({});
  return typeof certificate === 'string' && certificate !== '' ? [certificate] : [];
}

/** The files in settings, relative to the current folder. */
function withPath(layer: Layer, key: string, inFolder: (path: string) => string): Layer {
  const tree = layer.apply({});
  const path = tree[key];
  return typeof path === 'string' && path !== '' ? treeLayer({ ...tree, [key]: inFolder(path) }, layer.locate) : layer;
}

/** The table of a row such as `labs.csv:17`. */
const tableOf = (row: string | undefined): string[] => (row === undefined ? [] : [row.replace(/:\d+$/, '')]);
