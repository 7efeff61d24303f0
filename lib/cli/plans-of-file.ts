// The releases of a releases file, and where what it names is found.

import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Registry } from '../render/registry';
import { pieceReleases } from '../render/release-pieces';
import { listedReleases, type ReleaseEntry, releasesOf } from '../render/releases';
import { rowsOf } from '../render/rows';
import { INPUT_LIMIT, isThere, readInput, TABLE_LIMIT } from '../values/input';
import { type Layer, treeLayer } from '../values/layer';
import { loadLayer, readLayer } from '../values/load';
import { collect } from '../values/problem';
import { findChart } from './chart-argument';
import type { Io } from './io';
import type { Plan } from './plan';
import { unknownWord } from './usage';

/** What `synth` renders when nothing else is said; `undefined` when the folder has no such file. */
export function defaultReleasesFile(io: Io): string | undefined {
  const file = 'releases.yaml';
  return isThere(resolve(io.cwd, file)) ? file : undefined;
}

/** The releases of a file, or those of them that `only` names, in the order of the file. */
export function plansOfFile(io: Io, registry: Registry, file: string, only: readonly string[] = []): Plan[] {
  const { source, charts, readRows, planOf } = new ReleasesFile(io, registry, file);
  const entries = releasesOf(loadLayer(source()), charts, readRows);
  const names = new Set(entries.map(({ name }) => name));
  for (const name of only) if (!names.has(name)) throw unknownWord('release', name, [...names]);
  return entries.filter(({ name }) => only.length === 0 || only.includes(name)).map(planOf);
}

/**
 * The same, each release judged once it is asked for: that two have the same name is not told. `together` releases
 * that follow each other are best asked for by the same thread.
 */
export function plansOnDemand(io: Io, registry: Registry, file: string, together: number): (() => Plan)[] {
  const { source, charts, readRows, planOf } = new ReleasesFile(io, registry, file);
  const { judgeAround, entries } =
    pieceReleases(source(), charts, together) ?? listedReleases(loadLayer(source()), charts, readRows);
  collect(judgeAround);
  return entries.map((entry) => () => planOf(entry()));
}

/** What one file names. */
class ReleasesFile {
  readonly charts: readonly string[];
  /** Many releases share a file: it is read once. */
  private readonly known = new Map<string, Layer>();

  constructor(
    private readonly io: Io,
    private readonly registry: Registry,
    private readonly file: string,
  ) {
    this.charts = registry.map(({ name }) => name);
  }

  readonly source = () => this.sourceOf(this.file, INPUT_LIMIT);

  readonly readRows = (table: string) => rowsOf(this.sourceOf(this.inFolder(table), limitOf(table)));

  readonly planOf = (entry: ReleaseEntry): Plan => {
    const { name, row, chart, namespace, output, target, delivery, secrets, values } = entry;
    return {
      name,
      chart: findChart(this.registry, chart),
      ...(row === undefined ? {} : { row }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(output === undefined ? {} : { output: this.inFolder(output) }),
      ...(target === undefined ? {} : { target }),
      delivery: delivery.map((layer) => withPath(layer, 'folder', this.inFolder)),
      layers: () => collect(values.map((source) => () => (typeof source === 'string' ? this.read(source) : source))),
      flags: { config: this.file },
      secrets: secrets.map((layer) => withPath(layer, 'certificate', this.inFolder)),
      tables: tableOf(row),
      inputs: [
        this.file,
        ...tableOf(row),
        ...values.filter((source) => typeof source === 'string').map(this.inFolder),
        ...secrets.flatMap(certificateOf).map(this.inFolder),
      ],
    };
  };

  private readonly inFolder = (path: string): string => (isAbsolute(path) ? path : join(dirname(this.file), path));

  private sourceOf(named: string, limit: number) {
    return { source: named, text: readInput(named, resolve(this.io.cwd, named), limit) };
  }

  private read(path: string): Layer {
    const named = this.inFolder(path);
    const layer = this.known.get(named) ?? readLayer(named, resolve(this.io.cwd, named));
    this.known.set(named, layer);
    return layer;
  }
}

/** A YAML table is parsed as a whole, as other YAML is. */
const limitOf = (table: string): number => (/\.ya?ml$/i.test(table) ? INPUT_LIMIT : TABLE_LIMIT);

function certificateOf(layer: Layer): string[] {
  const { certificate } = layer.apply({});
  return typeof certificate === 'string' && certificate !== '' ? [certificate] : [];
}

/** The files that settings name, relative to the current folder. */
function withPath(layer: Layer, key: string, inFolder: (path: string) => string): Layer {
  const tree = layer.apply({});
  const path = tree[key];
  return typeof path === 'string' && path !== '' ? treeLayer({ ...tree, [key]: inFolder(path) }, layer.locate) : layer;
}

/** The table that a row such as `labs.csv:17` stands in. */
const tableOf = (row: string | undefined): string[] => (row === undefined ? [] : [row.replace(/:\d+$/, '')]);
