// How Kubernetes tells the items of a list apart.

import { isMap } from '../../values/scalar';

/** By the field that a list stands under: the key of its items; the first that all of them have. */
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

/** Lists whose order says nothing: they are compared as sets. */
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

/** The key by which the items of both lists are told apart; `undefined` when a key is missing or is there twice. */
export function keyOf(field: string, ...lists: readonly (readonly unknown[])[]): string | undefined {
  return KEYS[field]?.find((key) => lists.every((list) => areUnique(list.map((item) => keyValue(item, key)))));
}

/** What an item has at its key, which may lead through a map; ports of two protocols are two. */
export function keyValue(item: unknown, key: string): string | undefined {
  const value = key.split('.').reduce<unknown>((at, step) => (isMap(at) ? at[step] : undefined), item);
  if (value === undefined || !isMap(item)) return undefined;
  const { protocol = 'TCP' } = item;
  return protocol === 'TCP' ? String(value) : `${value}/${protocol}`;
}

const areUnique = (values: readonly (string | undefined)[]): boolean =>
  !values.includes(undefined) && new Set(values).size === values.length;
