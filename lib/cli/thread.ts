// What a thread does: it renders the releases that no other thread has taken yet, and hands over what it staged.

import { parentPort } from 'node:worker_threads';
import { deliverer } from './delivering';
import { finisher } from './finish';
import type { Io } from './io';
import type { Product } from './main';
import type { Plan } from './plan';
import { renderEach } from './render-plans';
import { folderOptions, OUTPUT, plansOf } from './selection';
import { toFolder } from './sink';
import type { Message, Task } from './threads';

export async function work(io: Io, { version, registry }: Product, { flags, state }: Task): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  const [next, planning, total] = [0, 4, 8].map((at) => new Int32Array(state, at, 1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  // Planning takes the most memory: one thread at a time does it.
  while (Atomics.compareExchange(planning, 0, 0, 1) !== 0) Atomics.wait(planning, 0, 1);
  let plans: readonly Plan[];
  try {
    plans = await plansOf(io, registry, undefined, flags);
    Atomics.store(total, 0, plans.length);
  } finally {
    Atomics.store(planning, 0, 0);
    Atomics.notify(planning, 0);
  }
  const { output = OUTPUT, layout = 'release', validate = false } = flags;
  const sink = toFolder(io, version, output, layout, {
    ...folderOptions(undefined, flags),
    deliver: deliverer(io, plans, flags),
    onOpen: (writer) => {
      const { folder, root, created } = writer.handOver();
      say({ kind: 'opened', folder, root, created });
    },
  });
  const keep = finisher(io, version, flags, true);
  const told = await renderEach(taken(plans, next), sink, { validate, named: true, keep });
  const { warnings, notes } = told;
  say(told.failed.length > 0 ? { kind: 'failed' } : { kind: 'done', warnings, notes, parts: sink.handOver() });
}

/** The plans that this thread is the first to ask for. */
function* taken(plans: readonly Plan[], next: Int32Array): Generator<[number, Plan]> {
  for (let at = Atomics.add(next, 0, 1); at < plans.length; at = Atomics.add(next, 0, 1)) yield [at, plans[at] as Plan];
}
