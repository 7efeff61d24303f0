// What the threads of a run share.

/** At `NEXT` the number of the next plan, at `TOTAL` how many there are, at `STOP` 1 when they are to stop. */
export type ThreadState = Int32Array;

export const [NEXT, TOTAL, STOP] = [0, 1, 2] as const;

export const newState = (): ThreadState => new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
