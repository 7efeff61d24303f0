// Bounds the heap of a long run. V8 lets one grow to four times what is in use before it collects.

import { setFlagsFromString } from 'node:v8';

/** By how much the heap may grow beyond what is in use, in percent. */
const GROWTH = 20;

/** Does `work` in a small heap. V8's own settings come back afterwards: the code cache is for them. */
export async function inSmallHeap<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  // Factor 1: what is young does not get more room.
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return await work();
  } finally {
    setFlagsFromString('--heap-growing-percent=0');
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
