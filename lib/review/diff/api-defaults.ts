// Defaults that the API server fills in for pods.

import { apiGroup, isBuiltInGroup, type Manifest } from '../../k8s/object/manifest';
import { POD_SPECS } from '../../render/checks/inventory';
import { isMap } from '../../values/scalar';
import type { Step } from './change';
import type { Difference } from './compare';
import { keyValue } from './list-keys';

/** Fields of a pod spec, without list indexes. */
const DEFAULTS: readonly (readonly [field: RegExp, value: unknown])[] = [
  [/^restartPolicy$/, 'Always'],
  [/^dnsPolicy$/, 'ClusterFirst'],
  [/^schedulerName$/, 'default-scheduler'],
  [/^terminationGracePeriodSeconds$/, 30],
  [/^enableServiceLinks$/, true],
  [/^(hostNetwork|hostPID|hostIPC)$/, false],
  [/^volumes\.(secret|configMap|downwardAPI|projected)\.defaultMode$/, 420],
  [/^volumes\.projected\.sources\.serviceAccountToken\.expirationSeconds$/, 3600],
  [/^(initC|c)ontainers\.terminationMessagePath$/, '/dev/termination-log'],
  [/^(initC|c)ontainers\.terminationMessagePolicy$/, 'File'],
  [/^(initC|c)ontainers\.ports\.protocol$/, 'TCP'],
  [/^(initC|c)ontainers\.volumeMounts\.readOnly$/, false],
  [/^(initC|c)ontainers\.env\.valueFrom\.fieldRef\.apiVersion$/, 'v1'],
  [/Probe\.timeoutSeconds$/, 1],
  [/Probe\.periodSeconds$/, 10],
  [/Probe\.successThreshold$/, 1],
  [/Probe\.failureThreshold$/, 3],
  [/Probe\.initialDelaySeconds$/, 0],
  [/\.httpGet\.scheme$/, 'HTTP'],
  [/\.httpGet\.path$/, '/'],
];

const PULL_POLICY = /^(initC|c)ontainers\.imagePullPolicy$/;

/** Whether one side omits a field and the other has the API server's default. */
export function isApiDefault(before: Manifest, after: Manifest, change: Difference): boolean {
  const { path } = change;
  if ((change.before === undefined) === (change.after === undefined)) return false;
  const field = fieldOfPod(after, path);
  if (field === undefined) return false;
  const value = change.before ?? change.after;
  if (PULL_POLICY.test(field)) {
    const silent = change.before === undefined ? before : after;
    return value === pullPolicyOf(valueAt(silent, [...path.slice(0, -1), 'image']));
  }
  return DEFAULTS.some(([pattern, filledIn]) => filledIn === value && pattern.test(field));
}

/** `containers.ports.protocol`; `undefined` outside a pod spec. */
function fieldOfPod(object: Manifest, path: readonly Step[]): string | undefined {
  const root = isBuiltInGroup(apiGroup(object)) ? POD_SPECS[object.kind] : undefined;
  const field = path.filter((step) => typeof step === 'string').join('.');
  return root !== undefined && field.startsWith(`${root}.`) ? field.slice(root.length + 1) : undefined;
}

function pullPolicyOf(image: unknown): string | undefined {
  if (typeof image !== 'string') return undefined;
  const [name = '', digest] = image.split('@');
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? (digest === undefined ? 'latest' : '');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const valueAt = (tree: unknown, path: readonly Step[]): unknown =>
  path.reduce<unknown>((at, step) => {
    if (typeof step === 'string') return isMap(at) ? at[step] : undefined;
    if (!Array.isArray(at)) return undefined;
    const items: readonly unknown[] = at;
    return typeof step === 'number' ? items[step] : items.find((item) => keyValue(item, step.key) === step.value);
  }, tree);
