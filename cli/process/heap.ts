// Settings of V8 for runs that are shorter or longer than it expects.

import process from 'node:process';

/** By how much the heap may exceed the live data, in percent. By default, it grows to four times the live data. */
const GROWTH = 20;

/** From this version of Node, V8 has a fast optimizing compiler besides TurboFan. */
const FAST_COMPILER = 24;

const hasFastCompiler = (): boolean => Number.parseInt(process.versions.node, 10) >= FAST_COMPILER;

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
const SHORT: readonly Setting[] = [
  { during: '--no-maglev', otherwise: '--maglev' },
  COMPILER,
  { during: '--no-concurrent-sparkplug', otherwise: '--concurrent-sparkplug' },
  { during: '--no-parallel-scavenge', otherwise: '--parallel-scavenge' },
  // In percent of the limit of the heap at which old objects are marked.
  { during: '--incremental-marking-hard-trigger=99', otherwise: '--incremental-marking-hard-trigger=0' },
];

const SHORT_RUN: unique symbol = Symbol.for('sandbox-charts.short-run');

/** Kept by the process, because the launcher and the packs each have a copy of this module. */
const expected = process as { [SHORT_RUN]?: boolean };

export const isShortRunExpected = (): boolean => expected[SHORT_RUN] === true;

/** Saves CPU time from now on; with `false`, restores V8's settings. */
export function expectShortRun(isExpected: boolean): void {
  if (isExpected === isShortRunExpected() || !hasFastCompiler()) return;
  expected[SHORT_RUN] = isExpected;
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  for (const { during, otherwise } of SHORT) setFlagsFromString(isExpected ? during : otherwise);
}

/**
 * Saves memory and CPU time from now on. Call the returned function at the end: it restores V8's settings, on which the
 * code cache depends.
 */
export function beginLongRun(): () => void {
  // Loaded here because most runs do not need it.
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  const settings = hasFastCompiler() ? [...SETTINGS, COMPILER] : SETTINGS;
  const wasShort = isShortRunExpected();
  expectShortRun(false);
  for (const { during } of settings) setFlagsFromString(during);
  return () => {
    for (const { otherwise } of settings) setFlagsFromString(otherwise);
    expectShortRun(wasShort);
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
