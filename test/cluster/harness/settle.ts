// Waits until a release has settled, and reads its objects from the API server.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { Kubectl } from './kubectl';

const PAUSE_MILLISECONDS = 500;

interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion: string;
    readonly generation?: number;
  };
}

const keyOf = ({ kind, metadata }: Pick<Live, 'kind' | 'metadata'> | Manifest): string =>
  [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');

/** The resource versions of the objects, as `Kind/namespace/name`. */
export const liveVersions = (cluster: Kubectl, objects: readonly Manifest[]): Promise<Map<string, string>> =>
  live(cluster, objects, ({ resourceVersion }) => resourceVersion);

/** Their generations, which status updates do not change. */
export const liveGenerations = (cluster: Kubectl, objects: readonly Manifest[]): Promise<Map<string, number>> =>
  live(cluster, objects, ({ generation = 0 }) => generation);

async function live<T>(
  cluster: Kubectl,
  objects: readonly Manifest[],
  pick: (metadata: Live['metadata']) => T,
): Promise<Map<string, T>> {
  if (objects.length === 0) return new Map();
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const list = await cluster.json<{ items: Live[] } | Live>(['get', '-f', '-'], { input });
  const items = 'items' in list ? list.items : [list];
  return new Map(items.map((item) => [keyOf(item), pick(item.metadata)]));
}

/** Until nothing in the namespace has changed for a while: pods run, have ended, or wait for something missing. */
export async function settled(cluster: Kubectl, namespace: string, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let before = '';
  let since = Date.now();
  while (Date.now() < deadline) {
    const kinds = 'pods,deployments,statefulsets,daemonsets,jobs,persistentvolumeclaims';
    const columns = 'custom-columns=K:.kind,N:.metadata.name,V:.metadata.resourceVersion,P:.status.phase';
    const now = await cluster.ok(['get', kinds, '-n', namespace, '--no-headers', '-o', columns]);
    if (now !== before) since = Date.now();
    const patience = /Pending$/m.test(now) ? 5000 : 1000;
    if (Date.now() - since > patience) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
