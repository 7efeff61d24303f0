// Normalizes objects, so that equivalent ones are equal.

import { canonical } from '../../k8s/object/canonical';
import type { Manifest } from '../../k8s/object/manifest';
import { nanos, QUANTITY } from '../../names/quantity';
import { isMap } from '../../values/scalar';

/** Set by the cluster or by the tool that applies the object. */
const OF_THE_CLUSTER = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];
const OF_THE_APPLIER = ['kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision'];

/** Maps for which empty and absent mean the same. */
const EMPTY_IS_ABSENT = new Set([
  'labels',
  'annotations',
  'nodeSelector',
  'resources',
  'requests',
  'limits',
  'securityContext',
  'affinity',
  'matchLabels',
  'data',
  'stringData',
]);

const AMOUNT = new RegExp(QUANTITY);

/** A manifest without fields that the cluster adds and without meaningless empty fields. */
export function normalManifest(object: Manifest): Manifest {
  const { status: _status, metadata, ...rest } = object;
  const kept = Object.entries(metadata).filter(([key]) => !OF_THE_CLUSTER.includes(key));
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !OF_THE_APPLIER.includes(key));
  const named = { ...Object.fromEntries(kept), annotations: Object.fromEntries(annotations) };
  const decoded = object.kind === 'Secret' ? withPlainData(rest) : rest;
  return canonical(normal({ metadata: named, ...decoded }, '') as Manifest);
}

/** `data` and `stringData` of a Secret, merged as `data`. */
function withPlainData({ data, stringData, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const encoded = Object.entries(isMap(stringData) ? stringData : {}).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  const joined = { ...(isMap(data) ? data : {}), ...(Object.fromEntries(encoded) as object) };
  return { ...rest, data: joined };
}

function normal(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((item) => normal(item, field));
  if (!isMap(value)) return value;
  const amounts = field === 'requests' || field === 'limits';
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, amounts ? amountOf(entry) : normal(entry, key)] as const)
      .filter(([key, entry]) => !isNothing(key, entry)),
  );
}

function isNothing(key: string, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return EMPTY_IS_ABSENT.has(key) && isMap(value) && Object.keys(value).length === 0;
}

const amountOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

/** Whether two quantities are equal: `1` and `1000m`. */
export function isSameAmount(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || !AMOUNT.test(a) || !AMOUNT.test(b)) return false;
  return nanos(a) === nanos(b);
}
