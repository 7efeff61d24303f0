// What a thread does: it renders the releases that no other thread has taken yet, and hands over what it staged.

import { parentPort } from 'node:worker_threads';
import { refusePipes } from '../../lib/values/input';
import type { Io } from '../io';
import type { Product } from '../main';
import { deliverer } from '../plan/delivering';
import type { Plan } from '../plan/plan';
import { defaultReleasesFile, plansOnDemand } from '../plan/plans-of-file';
import { OUTPUT, plansOf } from '../plan/selection';
import { finisher } from '../run/finish';
import { Owners } from '../run/owners';
import { renderEach } from '../run/render-plans';
import { folderOf, folderOptions, toFolder } from '../run/sink';
import { NEXT, STOP, type ThreadState, TOTAL } from './thread-state';
import type { Message, Task } from './threads';

/** Releases that a thread takes at a time. */
const TOGETHER = 16;

export async function work(io: Io, { version, registry }: Product, { flags, delivers, state }: Task): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  refusePipes();
  const { config = defaultReleasesFile(io), output = OUTPUT, layout = 'release', validate = false } = flags;
  // Deliveries are planned together: one may be the source of another.
  const delivered = delivers ? await plansOf(io, registry, undefined, flags) : [];
  const plans = delivers
    ? delivered.map((plan) => () => plan)
    : plansOnDemand(io, registry, config as string, { together: TOGETHER, allowOutside: flags.allowOutside });
  Atomics.store(state, TOTAL, plans.length);
  const sink = toFolder(io, version, output, layout, {
    ...folderOptions(undefined, flags),
    deliver: deliverer(io, delivered, flags),
    onOpen: (writer) => {
      const { root, staging, created } = writer.handOver();
      say({ kind: 'opened', root, staging, created });
    },
  });
  const keep = finisher(io, version, flags, { ofFile: true });
  const owners = new Owners();
  const told = await renderEach(taken(plans, state), sink, {
    validate,
    named: true,
    keep,
    owners,
    folderOf: folderOf(io, output, flags.output !== undefined),
  });
  if (told.failed.length > 0 || isStopped(state)) {
    sink.drop();
    return say({ kind: 'failed' });
  }
  const { warnings, notes } = told;
  say({ kind: 'done', warnings, notes, parts: sink.handOver(), owned: owners.all });
}

const isStopped = (state: ThreadState): boolean => Atomics.load(state, STOP) === 1;

/** The plans that this thread is the first to ask for. */
function* taken(plans: readonly (() => Plan)[], state: ThreadState): Generator<[number, Plan]> {
  for (let at = Atomics.add(state, NEXT, TOGETHER); at < plans.length; at = Atomics.add(state, NEXT, TOGETHER)) {
    for (const [index, plan] of plans.slice(at, at + TOGETHER).entries()) {
      if (isStopped(state)) return;
      yield [at + index, plan()];
    }
  }
}
