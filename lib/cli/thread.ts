// What a thread does: it renders the releases that no other thread has taken yet, and hands over what it staged.

import { parentPort } from 'node:worker_threads';
import { deliverer } from './delivering';
import { finisher } from './finish';
import type { Io } from './io';
import type { Product } from './main';
import type { Plan } from './plan';
import { defaultReleasesFile, plansOnDemand } from './plans-of-file';
import { renderEach } from './render-plans';
import { OUTPUT, plansOf } from './selection';
import { folderOptions, toFolder } from './sink';
import type { Message, Task } from './threads';

/** Releases that a thread takes at a time. */
const TOGETHER = 16;

export async function work(io: Io, { version, registry }: Product, { flags, delivers, state }: Task): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  const [next, total, stop] = [0, 4, 8].map((at) => new Int32Array(state, at, 1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const { config = defaultReleasesFile(io), output = OUTPUT, layout = 'release', validate = false } = flags;
  // Deliveries are planned together: one may be the source of another.
  const delivered = delivers ? await plansOf(io, registry, undefined, flags) : [];
  const plans = delivers
    ? delivered.map((plan) => () => plan)
    : plansOnDemand(io, registry, config as string, TOGETHER);
  Atomics.store(total, 0, plans.length);
  const sink = toFolder(io, version, output, layout, {
    ...folderOptions(undefined, flags),
    deliver: deliverer(io, delivered, flags),
    onOpen: (writer) => {
      const { folder, root, created } = writer.handOver();
      say({ kind: 'opened', folder, root, created });
    },
  });
  const keep = finisher(io, version, flags, true);
  const isStopped = () => Atomics.load(stop, 0) === 1;
  const told = await renderEach(taken(plans, next, isStopped), sink, { validate, named: true, keep });
  if (told.failed.length > 0 || isStopped()) {
    sink.drop();
    return say({ kind: 'failed' });
  }
  const { warnings, notes } = told;
  say({ kind: 'done', warnings, notes, parts: sink.handOver() });
}

/** The plans that this thread is the first to ask for. */
function* taken(plans: readonly (() => Plan)[], next: Int32Array, isStopped: () => boolean): Generator<[number, Plan]> {
  for (let at = Atomics.add(next, 0, TOGETHER); at < plans.length; at = Atomics.add(next, 0, TOGETHER)) {
    for (const [index, plan] of plans.slice(at, at + TOGETHER).entries()) {
      if (isStopped()) return;
      yield [at + index, plan()];
    }
  }
}
