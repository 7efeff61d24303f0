// How Kubernetes identifies list items.

import { isMap } from '../../values/scalar';

/** By the field of a list: candidate keys of its items. The first key that all items have is used. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  ports: ['containerPort', 'port'],
  subjects: ['name'],
  webhooks: ['name'],
  versions: ['name'],
  conditions: ['type'],
  volumeClaimTemplates: ['metadata.name'],
  resourceClaims: ['name'],
};

/** Lists whose order does not matter: they are compared as sets. */
const SETS = new Set([
  'accessModes',
  'apiGroups',
  'finalizers',
  'nonResourceURLs',
  'policyTypes',
  'resourceNames',
  'resources',
  'rules',
  'tolerations',
  'verbs',
  'add',
  'drop',
  'from',
  'to',
  'ingress',
  'egress',
  'tls',
  'loadBalancerSourceRanges',
  'topologySpreadConstraints',
]);

export const isSet = (field: string): boolean => SETS.has(field);

/** The key that identifies the items of both lists; `undefined` if a key is missing or duplicated. */
export function keyOf(field: string, ...lists: readonly (readonly unknown[])[]): string | undefined {
  return KEYS[field]?.find((key) => lists.every((list) => areUnique(list.map((item) => keyValue(item, key)))));
}

/** The value of an item's key, which may be nested. Ports with different protocols are different items. */
export function keyValue(item: unknown, key: string): string | undefined {
  const value = key.split('.').reduce<unknown>((at, step) => (isMap(at) ? at[step] : undefined), item);
  if (value === undefined || !isMap(item)) return undefined;
  const { protocol = 'TCP' } = item;
  return protocol === 'TCP' ? String(value) : `${value}/${protocol}`;
}

const areUnique = (values: readonly (string | undefined)[]): boolean =>
  !values.includes(undefined) && new Set(values).size === values.length;
