// Settings of V8 for runs that are shorter or longer than it expects.

import process from 'node:process';

/** By how much the heap may exceed the live data, in percent. By default, it grows to four times the live data. */
const GROWTH = 20;

/** Versions of Node with a fast optimizing compiler besides TurboFan. Later ones may not have all of these settings. */
const TUNED = [24, 25, 26];

/** Where V8 has all of these compilers by default. */
const ARCHITECTURES = ['x64', 'arm64'];

/** Options of Node that leave V8's compilers as they are, each after a space. */
const HARMLESS =
  /^(?:\s+(?:--max[-_]old[-_]space[-_]size[= ]\d+|(?:--require|--import|-r)[= ]\S+|--enable-source-maps|--no-(?:warnings|deprecation)))*\s*$/;

/** Whether V8's compilers have their default settings: V8 has no way to read them. */
export function leavesCompilers({ execArgv, env }: Pick<NodeJS.Process, 'execArgv' | 'env'>): boolean {
  const options = [...execArgv, env.NODE_OPTIONS ?? ''].join(' ');
  return options === '' || HARMLESS.test(` ${options}`);
}

let tuned: boolean | undefined;

/** Whether the settings that depend on V8's compilers are made for this process. */
export function isTuned(): boolean {
  tuned ??=
    TUNED.includes(Number.parseInt(process.versions.node, 10)) &&
    ARCHITECTURES.includes(process.arch) &&
    leavesCompilers(process);
  return tuned;
}

/** Number of releases from which a run is long. */
export const FLEET = 100;

interface Setting {
  readonly during: string;
  readonly otherwise: string;
}

const SETTINGS: readonly Setting[] = [
  { during: `--heap-growing-percent=${GROWTH}`, otherwise: '--heap-growing-percent=0' },
  // Factor 1: the young generation does not grow.
  { during: '--semi-space-growth-factor=1', otherwise: '--semi-space-growth-factor=2' },
];

/** Compiling with TurboFan, in other threads, takes longer than what its code saves. */
const COMPILER: Setting = { during: '--no-turbofan', otherwise: '--turbofan' };

/**
 * What V8 does in other threads takes longer than what it saves in a run of less than a second. Besides, a thread that
 * compiles may wait for the main thread to collect garbage, while that waits for the thread at the exit: Node then hangs.
 */
const NO_THREADS: readonly Setting[] = [
  { during: '--no-maglev', otherwise: '--maglev' },
  COMPILER,
  { during: '--no-parallel-scavenge', otherwise: '--parallel-scavenge' },
  // In percent of the limit of the heap at which old objects are marked.
  { during: '--incremental-marking-hard-trigger=99', otherwise: '--incremental-marking-hard-trigger=0' },
];

/** What a run is expected to do: render a chart with few objects from small inputs, render more than that, or anything. */
export type Work = 'little' | 'some' | 'any';

const SETTINGS_FOR: Readonly<Record<Work, readonly Setting[]>> = {
  little: [
    ...NO_THREADS,
    { during: '--no-sparkplug', otherwise: '--sparkplug' },
    // V8 compiles a pattern when it is used for the second time, and few are used often. `--regexp-interpret-all` crashes if a
    // pattern was compiled before.
    { during: '--regexp-tier-up-ticks=1000', otherwise: '--regexp-tier-up-ticks=1' },
    // From 1 MB to 8 MB at once. Small charts use up to 6 MB, and V8 takes time to set up more.
    { during: '--semi-space-growth-factor=8', otherwise: '--semi-space-growth-factor=2' },
  ],
  some: [...NO_THREADS, { during: '--no-concurrent-sparkplug', otherwise: '--concurrent-sparkplug' }],
  any: [],
};

const EXPECTED: unique symbol = Symbol.for('sandbox-charts.work');

/** Kept by the process, because the launcher of the app and its packs each have a copy of this module. */
const shared = process as { [EXPECTED]?: Work };

export const expectedWork = (): Work => shared[EXPECTED] ?? 'any';

/** Saves CPU time from now on; with `any`, restores V8's settings. */
export function expectWork(work: Work): void {
  const before = expectedWork();
  if (work === before || !isTuned()) return;
  shared[EXPECTED] = work;
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  for (const { otherwise } of SETTINGS_FOR[before]) setFlagsFromString(otherwise);
  for (const { during } of SETTINGS_FOR[work]) setFlagsFromString(during);
}

/**
 * Saves memory and CPU time from now on. Call the returned function at the end: it restores V8's settings, on which the
 * code cache depends.
 */
export function beginLongRun(): () => void {
  // Loaded here because most runs do not need it.
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  const settings = isTuned() ? [...SETTINGS, COMPILER] : SETTINGS;
  const before = expectedWork();
  expectWork('any');
  for (const { during } of settings) setFlagsFromString(during);
  return () => {
    for (const { otherwise } of settings) setFlagsFromString(otherwise);
    expectWork(before);
  };
}

/** Collects garbage, because V8 computes the limit of the heap only then. */
export function applyHeapLimit(): void {
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  const { runInNewContext } = require('node:vm') as typeof import('node:vm');
  setFlagsFromString('--expose-gc');
  try {
    (runInNewContext('gc') as () => void)();
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
