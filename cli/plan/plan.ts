// A plan: one release to render.

import { resolve } from 'node:path';
import { NAMESPACE, type NameRule, obeys, RELEASE_NAME } from '../../lib/names/naming';
import { type Changes, NO_CHANGES } from '../../lib/patches/change';
import type { ChartEntry } from '../../lib/render/registry';
import type { Target } from '../../lib/render/targets';
import { decodeInput, INPUT_LIMIT, isThere, readInput } from '../../lib/values/file/input';
import { loadLayer, readLayer } from '../../lib/values/file/load';
import { type SetFlag, setLayer } from '../../lib/values/file/set';
import type { Layer } from '../../lib/values/layer';
import { collect } from '../../lib/values/problem';
import { atAppVersion } from '../flags/chart-argument';
import type { ReleaseFlags, SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';

export interface Plan {
  readonly name: string;
  readonly chart: ChartEntry;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** The table row that it comes from: `labs.csv:17`. */
  readonly row?: string;
  /** Output folder; absent for the command's. */
  readonly output?: string;
  /** Name of the cluster that it is applied to; absent if the releases file has none. */
  readonly cluster?: string;
  /** Image lock from a releases file, relative to the current folder. */
  readonly imageLock?: string;
  /** Secret settings from a releases file, later ones win; the certificate is relative to the current folder. */
  readonly secrets: readonly Layer[];
  /** The tool that applies it; absent for the command's. */
  readonly target?: Target;
  /** Delivery settings from a releases file, later ones win; folders are relative to the current one. */
  readonly delivery: readonly Layer[];
  /** Reads the values, later layers win. Throws `InputError` with every problem of every source. */
  layers(): readonly Layer[];
  /** Reads the patches and extra objects. Throws `InputError` with every problem of every source. */
  changes(): Changes;
  /** The flags of `synth` that give the same plan, with paths relative to the current folder. */
  readonly flags: ReleaseFlags & Pick<SynthFlags, 'config'>;
  /** The files that it reads, except the image lock. */
  readonly inputs: readonly string[];
  /** Those of them that are tables whose cells are used in values. */
  readonly tables: readonly string[];
}

const STDIN = '-';

/** The release from flags. */
export async function planOfFlags(io: Io, named: ChartEntry, flags: ReleaseFlags): Promise<Plan> {
  const chart = atAppVersion(named, flags.appVersion);
  const { name = chart.name, namespace, values = [], patch = [] } = flags;
  for (const file of values) demandPath('--values', file);
  for (const file of patch) demandPath('--patch', file);
  demandRelease(name, namespace);
  const fromStdin = values.filter((file) => file === STDIN).length;
  if (fromStdin > 1) throw new UsageError('standard input can only be read once: use -f - only once');
  const input = fromStdin > 0 ? await io.stdin(INPUT_LIMIT + 1) : new Uint8Array();

  const fileLayer = (file: string) => {
    if (file === STDIN) return loadLayer({ source: '<stdin>', text: decodeInput('<stdin>', input) });
    const path = resolve(io.cwd, file);
    if (file.includes(',') && !isThere(path)) throw severalFiles(file);
    return readLayer(file, path);
  };
  const flagLayer = (flag: SetFlag) => (argument: string) => () =>
    setLayer(flag, argument, (file) => readInput(file, resolve(io.cwd, file)));
  let read: readonly Layer[] | undefined;
  const layers = () => {
    read ??= collect([
      ...values.map((file) => () => fileLayer(file)),
      // In Helm's order, regardless of the order on the command line.
      ...(flags.setJson ?? []).map(flagLayer('--set-json')),
      ...(flags.set ?? []).map(flagLayer('--set')),
      ...(flags.setString ?? []).map(flagLayer('--set-string')),
      ...(flags.setFile ?? []).map(flagLayer('--set-file')),
      ...(flags.setLiteral ?? []).map(flagLayer('--set-literal')),
    ]);
    return read;
  };
  let changes: Changes | undefined;
  return {
    name,
    chart,
    layers,
    changes: () => {
      changes ??= patch.length === 0 ? NO_CHANGES : readPatches(io, patch);
      return changes;
    },
    ...(namespace === undefined ? {} : { namespace }),
    flags,
    inputs: [...values, ...patch],
    tables: [],
    secrets: [],
    delivery: [],
  };
}

/** The content of `--patch` files. */
function readPatches(io: Io, files: readonly string[]): Changes {
  // Loaded here because most releases have no changes.
  const { loadChanges } = require('../../lib/patches/file') as typeof import('../../lib/patches/file');
  const { readChanges } = require('../../lib/patches/read') as typeof import('../../lib/patches/read');
  const load = (file: string) => () => ({
    layer: loadChanges({ source: file, text: readInput(file, resolve(io.cwd, file)) }),
  });
  return readChanges(collect(files.map(load)));
}

/** Helm splits the argument at commas. */
function severalFiles(argument: string): UsageError {
  const flags = argument.split(',').map((file) => `-f ${file}`);
  return new UsageError(`no such file: ${argument} (several files are given as ${flags.join(' ')})`);
}

export function demandRelease(name: string, namespace: string | undefined): void {
  demand('--name', name, RELEASE_NAME);
  if (namespace !== undefined) demand('--namespace', namespace, NAMESPACE);
}

function demand(flag: string, name: string, rule: NameRule): void {
  if (!obeys(rule, name)) throw new UsageError(`${flag} ${JSON.stringify(name)} (expected ${rule.expected})`);
}

/** An unset variable in a shell script gives an empty path, which would mean the current folder. */
export function demandPath(flag: string, path: string): void {
  if (path === '') throw new UsageError(`${flag} "" must not be empty`);
}
