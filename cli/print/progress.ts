// How far a long run is: a line on the terminal, and a moment in which signals are heard.

import type { Io } from '../io';

/** Called with the number of releases that are done. Throws what a signal asks for. */
export type Pause = (done: number) => Promise<void>;

/** A run of fewer releases says nothing before it has taken this long. */
const MANY = 100;
const LONG_MS = 1000;

/** Between two looks at the clock's hands. */
const PAUSE_MS = 50;

/** Shows a bar where a terminal looks on, and lets `signal` end the run. */
export function pauser(
  { terminal }: Pick<Io, 'terminal'>,
  total: () => number,
  signal?: AbortSignal,
  // The clock that is there already: `performance` would be loaded first.
  now: () => number = () => Number(process.hrtime.bigint()) / 1e6,
): Pause {
  const begun = now();
  let last = begun;
  return async (done) => {
    const [time, all] = [now(), total()];
    if (time - last < PAUSE_MS && done < all) return;
    last = time;
    if (terminal && all > 1 && (all > MANY || time - begun > LONG_MS)) {
      terminal.status(done < all ? bar(done, all, terminal.width) : '');
    }
    await new Promise((go) => setImmediate(go));
    signal?.throwIfAborted();
  };
}

const LONGEST = 40;

/** `[=====>    ] 412 of 1000 releases`, within `width` columns. */
export function bar(done: number, total: number, width: number): string {
  const count = `${String(done).padStart(String(total).length)} of ${total} releases`;
  const room = Math.min(LONGEST, width - count.length - '[] '.length - 1);
  if (room < 3) return count.slice(0, Math.max(0, width - 1));
  const filled = Math.floor((done / total) * room);
  const line = filled === 0 ? '' : `${'='.repeat(filled - 1)}>`;
  return `[${line.padEnd(room)}] ${count}`;
}
