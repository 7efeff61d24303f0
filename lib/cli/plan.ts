// What is to be rendered: one release from flags, or those of a releases file.

import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Target } from '../render/delivery/targets';
import { NAMESPACE, type NameRule, obeys, RELEASE_NAME } from '../render/identity';
import type { ChartEntry, Registry } from '../render/registry';
import { releasesOf } from '../render/releases';
import { rowsOf } from '../render/rows';
import { type Layer, treeLayer } from '../values/layer';
import { decodeText, isThere, loadLayer, readLayer, readText } from '../values/load';
import { collect } from '../values/problem';
import { type SetFlag, setLayer } from '../values/set';
import { findChart } from './chart-argument';
import type { ReleaseFlags, SynthFlags } from './flags';
import type { Io } from './io';
import { UsageError, unknownWord } from './usage';

export interface Plan {
  readonly name: string;
  readonly chart: ChartEntry;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** The row of a table that it was made for: `labs.csv:17`. */
  readonly row?: string;
  /** Folder to write to; absent for the command's. */
  readonly output?: string;
  /** What a releases file says of its Secrets, later ones win; the certificate relative to the current folder. */
  readonly secrets: readonly Layer[];
  /** Who applies it; absent for the command's. */
  readonly target?: Target;
  /** What a releases file says of its delivery, later ones win; folders relative to the current one. */
  readonly delivery: readonly Layer[];
  /** Reads the values, later layers win. Throws `InputError` with every problem of every source. */
  layers(): readonly Layer[];
  /** What plans it again: the flags of `synth`, their paths relative to the current folder. */
  readonly flags: ReleaseFlags & Pick<SynthFlags, 'config'>;
  /** The files that it reads. */
  readonly inputs: readonly string[];
  /** Those of them whose cells stand in values. */
  readonly tables: readonly string[];
}

const STDIN = '-';

/** The release that flags describe. */
export async function planOfFlags(io: Io, chart: ChartEntry, flags: ReleaseFlags): Promise<Plan> {
  const { name = chart.name, namespace, values = [] } = flags;
  for (const file of values) demandPath('--values', file);
  demand('--name', name, RELEASE_NAME);
  if (namespace !== undefined) demand('--namespace', namespace, NAMESPACE);
  const fromStdin = values.filter((file) => file === STDIN).length;
  if (fromStdin > 1) throw new UsageError('standard input can be read once: only one -f -');
  const input = fromStdin > 0 ? await io.stdin() : new Uint8Array();

  const fileLayer = (file: string) =>
    file === STDIN
      ? loadLayer({ source: '<stdin>', text: decodeText('<stdin>', input) })
      : readLayer(file, resolve(io.cwd, file));
  const flagLayer = (flag: SetFlag) => (argument: string) => () =>
    setLayer(flag, argument, (file) => readText(file, resolve(io.cwd, file)));
  const layers = () =>
    collect([
      ...values.map((file) => () => fileLayer(file)),
      // In Helm's order, whatever the order on the command line.
      ...(flags.setJson ?? []).map(flagLayer('--set-json')),
      ...(flags.set ?? []).map(flagLayer('--set')),
      ...(flags.setString ?? []).map(flagLayer('--set-string')),
      ...(flags.setFile ?? []).map(flagLayer('--set-file')),
    ]);
  return {
    name,
    chart,
    layers,
    ...(namespace === undefined ? {} : { namespace }),
    flags,
    inputs: values,
    tables: [],
    secrets: [],
    delivery: [],
  };
}

function demand(flag: string, name: string, rule: NameRule): void {
  if (!obeys(rule, name)) throw new UsageError(`${flag} ${JSON.stringify(name)} (expected ${rule.expected})`);
}

/** An unset variable of a shell script gives an empty path, which would mean the current folder. */
export function demandPath(flag: string, path: string): void {
  if (path === '') throw new UsageError(`${flag} "" names nothing`);
}

/** What `synth` renders when nothing else is said; `undefined` when the folder has no such file. */
export function defaultReleasesFile(io: Io): string | undefined {
  const file = 'releases.yaml';
  return isThere(resolve(io.cwd, file)) ? file : undefined;
}

/** The releases of a file, or those of them that `only` names, in the order of the file. */
export function plansOfFile(io: Io, registry: Registry, file: string, only: readonly string[] = []): Plan[] {
  const folder = dirname(file);
  // Many releases share a file: it is read once.
  const known = new Map<string, Layer>();
  const inFolder = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const read = (path: string): Layer => {
    const named = inFolder(path);
    const layer = known.get(named) ?? readLayer(named, resolve(io.cwd, named));
    known.set(named, layer);
    return layer;
  };
  const entries = releasesOf(
    readLayer(file, resolve(io.cwd, file)),
    registry.map(({ name }) => name),
    (table) => {
      const named = inFolder(table);
      return rowsOf({ source: named, text: readText(named, resolve(io.cwd, named)) });
    },
  );
  const names = new Set(entries.map(({ name }) => name));
  for (const name of only) if (!names.has(name)) throw unknownWord('release', name, [...names]);
  return entries
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .map(({ name, row, chart, namespace, output, target, delivery, secrets, values }) => ({
      name,
      chart: findChart(registry, chart),
      ...(row === undefined ? {} : { row }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(output === undefined ? {} : { output: inFolder(output) }),
      ...(target === undefined ? {} : { target }),
      delivery: delivery.map((layer) => withPath(layer, 'folder', inFolder)),
      layers: () => collect(values.map((source) => () => (typeof source === 'string' ? read(source) : source))),
      flags: { config: file },
      secrets: secrets.map((layer) => withPath(layer, 'certificate', inFolder)),
      tables: tableOf(row),
      inputs: [
        file,
        ...tableOf(row),
        ...values.filter((source) => typeof source === 'string').map(inFolder),
        ...secrets.flatMap(certificateOf).map(inFolder),
      ],
    }));
}

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
