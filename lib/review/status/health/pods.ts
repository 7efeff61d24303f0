// Why a pod is not ready.

import type { Manifest } from '../../../k8s/object/manifest';
import { at } from '../../../k8s/object/pod-owner';
import { conditionOf, failed, HEALTHY, listAt, pending, textAt, type Verdict, wordsOf } from './health';

export function podHealth(pod: Manifest): Verdict {
  const phase = textAt(pod, 'status.phase');
  if (phase === 'Succeeded') return { ...HEALTHY, why: 'it has ended' };
  const why = whyNotReady(pod);
  if (why === undefined) return HEALTHY;
  return phase === 'Failed' ? failed(why) : pending(why);
}

/** `undefined` if it is ready or has ended without an error. */
export function whyNotReady(pod: Manifest): string | undefined {
  const phase = textAt(pod, 'status.phase');
  if (phase === 'Succeeded') return undefined;
  const containers = [...listAt(pod, 'status.initContainerStatuses'), ...listAt(pod, 'status.containerStatuses')];
  if (phase === 'Failed') return failureOf(pod, containers);
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'False')
    return `cannot be scheduled: ${wordsOf({ message: scheduled.message }, 'no node')}`;
  const ready = conditionOf(pod, 'Ready');
  if (ready?.status === 'True') return undefined;
  const [first] = containers.flatMap((container) => troubleOf(container) ?? []);
  return first ?? initializing(pod) ?? unreadyContainer(pod) ?? wordsOf(ready ?? {}, 'has not started');
}

type Status = Readonly<Record<string, unknown>>;

function failureOf(pod: Manifest, containers: readonly Status[]): string {
  const whole = wordsOf({ reason: textAt(pod, 'status.reason'), message: textAt(pod, 'status.message') }, '');
  const exits = containers.flatMap((container) => exitOf(container, 'state.terminated') ?? []);
  return whole || exits[0] || 'a container has failed';
}

/** `container web ended with exit code 1 (Error)` */
function exitOf(container: Status, field: string): string | undefined {
  const code = at(container, `${field}.exitCode`);
  if (typeof code !== 'number' || code === 0) return undefined;
  const reason = textAt(container, `${field}.reason`);
  return `container ${container.name} ended with exit code ${code}${reason ? ` (${reason})` : ''}`;
}

/** What keeps a container from starting. */
function troubleOf(container: Status): string | undefined {
  const reason = textAt(container, 'state.waiting.reason');
  const message = textAt(container, 'state.waiting.message');
  const { name, image, restartCount = 0 } = container;
  switch (reason) {
    case undefined:
    case 'PodInitializing':
    case 'ContainerCreating':
      return exitOf(container, 'state.terminated');
    case 'CrashLoopBackOff': {
      const last = exitOf(container, 'lastState.terminated') ?? `container ${name} ended`;
      return `${last}, and was restarted ${times(Number(restartCount))}`;
    }
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName':
      return `the image ${image} of container ${name} cannot be pulled: ${message ?? reason}`;
    default:
      return `container ${name} cannot start: ${wordsOf({ reason, message }, '')}`;
  }
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** The init container that the others wait for. */
function initializing(pod: Manifest): string | undefined {
  const current = listAt(pod, 'status.initContainerStatuses').find(
    (container) => textAt(container, 'state.running.startedAt') !== undefined && container.started !== true,
  );
  return current && `init container ${current.name} is running`;
}

function unreadyContainer(pod: Manifest): string | undefined {
  const containers = listAt(pod, 'status.containerStatuses');
  const running = containers.find(
    (container) => container.ready === false && textAt(container, 'state.running.startedAt') !== undefined,
  );
  if (running) return `container ${running.name} is running but not ready`;
  const created = containers.find((container) => textAt(container, 'state.waiting.reason') !== undefined);
  return created && `container ${created.name} is being created`;
}
