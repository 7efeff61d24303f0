// The effects of a change that do not follow from its fields alone: outages and data.

import type { Manifest } from '../../../k8s/object/manifest';
import { at } from '../../../render/checks/inventory';
import type { Effect } from '../change';
import { rollsPods } from '../grants/pods';
import type { Pair } from '../pair';
import { ofImages, ofVolumes } from './data';
import { effect } from './effect';
import { ofPolicy } from './policies';
import { ofGateway, ofIngress, ofRoute, ofService } from './routes';

export { selectsAny } from './policies';

export interface Sides {
  readonly before: readonly Manifest[];
  /** What ends on a node when a pod of this object restarts there, if it is a node agent. */
  readonly endedBy?: (agent: Manifest) => string | undefined;
}

export function effectsOf({ before, after }: Pair, sides: Sides): Effect[] {
  if (!before) return after?.kind === 'NetworkPolicy' ? [...ofPolicy(before, after, sides.before)] : [];
  if (!after) return [...ofRemoved(before)];
  return [...ofChanged(before, after, sides)];
}

const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet'];

function* ofChanged(before: Manifest, after: Manifest, sides: Sides): Generator<Effect> {
  const { kind } = after;
  if (SCALED.includes(kind) && at(after, 'spec.replicas') === 0 && at(before, 'spec.replicas') !== 0) {
    yield effect('outage', 'no pod runs any more', 'spec.replicas');
  }
  if (kind === 'Service') yield* ofService(before, after);
  if (kind === 'Ingress') yield* ofIngress(before, after);
  if (/^(HTTP|GRPC|TLS|TCP|UDP)Route$/.test(kind)) yield* ofRoute(before, after);
  if (kind === 'Gateway') yield* ofGateway(before, after);
  if (kind === 'NetworkPolicy') yield* ofPolicy(before, after, sides.before);
  yield* ofImages(before, after);
  yield* ofVolumes(before, after);
  if (kind === 'Secret') {
    const [old, now] = [before, after].map(({ data }) => Object.keys(data ?? {}));
    for (const key of old ?? []) if (!now?.includes(key)) yield effect('outage', `key ${key} goes away`, 'data');
  }
}

/** What stops when an object goes. */
const STOPS: Readonly<Record<string, string>> = {
  Deployment: 'its pods stop',
  StatefulSet: 'its pods stop',
  DaemonSet: 'its pods stop',
  ReplicaSet: 'its pods stop',
  Pod: 'it stops',
  Service: 'it is no longer reachable',
  Ingress: 'its hosts are no longer served',
  HTTPRoute: 'its hosts are no longer served',
  Gateway: 'its hosts are no longer served',
  Secret: 'pods that read it do not start',
  PersistentVolumeClaim: 'pods that use it do not start',
  Namespace: 'everything in it goes',
};

function* ofRemoved({ kind }: Manifest): Generator<Effect> {
  const stops = Object.hasOwn(STOPS, kind) ? STOPS[kind] : undefined;
  if (stops) yield effect('outage', stops);
  if (kind === 'PersistentVolumeClaim' || kind === 'Namespace') {
    yield effect('data', 'its volume is deleted, unless its class retains it');
  }
}

/** What a node agent that restarts ends on every node. */
export function agentEffects(after: Manifest, fields: readonly string[], { endedBy }: Sides): Effect[] {
  if (after.kind !== 'DaemonSet' || !fields.some((field) => rollsPods(after.kind, field))) return [];
  const ended = endedBy?.(after);
  return [
    effect('restarts', ended ? `restarts on every node: ${ended} end` : 'restarts on every node', 'spec.template'),
  ];
}
