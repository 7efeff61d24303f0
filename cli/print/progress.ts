// The progress of a long run: shows a line on the terminal, and lets signals be handled.

import type { Io } from '../io';

/** Called with the number of completed releases. Throws if a signal aborts the run. */
export type Pause = (done: number) => Promise<void>;

/** A run with fewer releases shows nothing before it has taken this long. */
const MANY = 100;
const LONG_MS = 1000;

/** Milliseconds between two updates. */
const PAUSE_MS = 50;

/** Shows a bar on a terminal, and lets `signal` end the run. */
export function pauser(
  { terminal }: Pick<Io, 'terminal'>,
  total: () => number,
  signal?: AbortSignal,
  // This clock is already loaded; `performance` is not.
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

/** `[=====>    ] 412 of 1000 releases`, at most `width` columns. */
export function bar(done: number, total: number, width: number): string {
  const count = `${String(done).padStart(String(total).length)} of ${total} releases`;
  const room = Math.min(LONGEST, width - count.length - '[] '.length - 1);
  if (room < 3) return count.slice(0, Math.max(0, width - 1));
  const filled = Math.floor((done / total) * room);
  const line = filled === 0 ? '' : `${'='.repeat(filled - 1)}>`;
  return `[${line.padEnd(room)}] ${count}`;
}
