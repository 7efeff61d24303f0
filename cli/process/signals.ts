// Signals such as Ctrl-C during work that must not stop in the middle.

import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    private readonly by: (typeof SIGNALS)[number],
    message = 'interrupted; nothing was written',
  ) {
    super(message);
  }

  /** The same signal, for a program that was waiting. */
  get whileWaiting(): Interrupted {
    return new Interrupted(this.by, 'interrupted');
  }

  /** The exit status of a process that was ended by a signal, as shells report it. */
  get code(): number {
    return 128 + constants.signals[this.by];
  }
}

/** Does `work`. Signals in the meantime only abort the AbortSignal that it gets. */
export async function holdSignals<T>(running: NodeJS.Process, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const listeners = SIGNALS.map((name) => [name, () => controller.abort(new Interrupted(name))] as const);
  for (const [name, listener] of listeners) running.on(name, listener);
  try {
    return await work(controller.signal);
  } finally {
    for (const [name, listener] of listeners) running.off(name, listener);
  }
}
