// Ctrl-C and its like, where work must not stop in the middle.

import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The user, or whoever runs this, wants it to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(private readonly by: (typeof SIGNALS)[number]) {
    super('interrupted; nothing was written');
  }

  /** What a shell says of a program that a signal ended. */
  get code(): number {
    return 128 + constants.signals[this.by];
  }
}

/** Does `work`. A signal that comes meanwhile only aborts what it is given. */
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
