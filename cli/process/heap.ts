// Limits the heap of a long run. V8 lets the heap grow to four times the live data before it collects garbage.

/** By how much the heap may exceed the live data, in percent. */
const GROWTH = 20;

/** Does `work` in a small heap. V8's settings are restored afterward, because the code cache depends on them. */
export async function withSmallHeap<T>(work: () => Promise<T>): Promise<T> {
  // Loaded here because most runs do not need it.
  const { setFlagsFromString } = require('node:v8') as typeof import('node:v8');
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  // Factor 1: the young generation does not grow.
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return await work();
  } finally {
    setFlagsFromString('--heap-growing-percent=0');
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
