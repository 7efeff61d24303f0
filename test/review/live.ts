// Objects as the API server returns them, and what `status` says about them.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { stateOf } from '../../lib/review/preflight';
import { LiveObjects, statusOf } from '../../lib/review/status';

export const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  Certificate: 'cert-manager.io/v1',
  ExternalSecret: 'external-secrets.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  Application: 'argoproj.io/v1alpha1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Widget: 'example.com/v1',
};

export const object = (kind: string, fields: object = {}, metadata: object = {}): Manifest =>
  ({
    apiVersion: API_VERSIONS[kind] ?? 'v1',
    kind,
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    ...fields,
  }) as Manifest;

const listOf = (items: readonly Manifest[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

export const liveObjects = (items: readonly Manifest[]) => new LiveObjects(stateOf('state.json', listOf(items)));

/** The status of the first object, which others explain. */
export function status(live: Manifest, ...others: readonly Manifest[]) {
  return statusOf('shop', [live], liveObjects([live, ...others]));
}

/** `healthy`, or `pending: why`; followed by notes and details. */
export function verdict(live: Manifest, ...others: readonly Manifest[]): string[] {
  const { healthy, unhealthy, notes } = status(live, ...others);
  const [first] = unhealthy;
  return healthy ? ['healthy', ...notes] : [`${first?.health}: ${first?.why}`, ...(first?.details ?? [])];
}

export const condition = (type: string, value: string, more: object = {}) => ({
  conditions: [{ type, status: value, ...more }],
});
