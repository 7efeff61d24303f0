// Objects of a cluster as a base of a comparison: without what others set. The API server's defaults, controllers and
// webhooks add fields, which applying does not remove. What remains is what someone applied, and where it drifted.

import type { Manifest } from '../../k8s/object/manifest';
import { objectKey } from '../../k8s/object/manifest';
import { isMap } from '../../values/scalar';
import { fieldOf } from './compare';
import { isSet, keyOf, keyValue } from './list-keys';
import { normalManifest } from './normal';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whether an object comes from a cluster. */
const isLive = ({ metadata }: Manifest): boolean => {
  const { uid, resourceVersion } = metadata as { readonly uid?: unknown; readonly resourceVersion?: unknown };
  return uid !== undefined && resourceVersion !== undefined;
};

/**
 * `before` with its live objects as they were applied: the fields that `after` has, and those that the last apply set.
 * Live objects that nobody renders are left out, unless this tool rendered them.
 */
export function withoutForeignFields(before: readonly Manifest[], after: readonly Manifest[]): Manifest[] {
  const rendered = new Map(after.map((object) => [objectKey(object), object]));
  return before.flatMap((object) => {
    if (!isLive(object)) return [object];
    const now = rendered.get(objectKey(object));
    if (!now) return isOurs(object) ? [object] : [];
    const live = normalManifest(object) as unknown;
    const wanted = normalManifest(now) as unknown;
    return [pruned(live, wanted, lastAppliedOf(object), []) as Manifest];
  });
}

/** Whether it was rendered here and applied by itself: a Pod of a ReplicaSet has the same labels. */
function isOurs({ metadata }: Manifest): boolean {
  const { labels, ownerReferences } = metadata as Manifest['metadata'] & { readonly ownerReferences?: unknown[] };
  return labels?.['app.kubernetes.io/managed-by'] === 'sandbox-charts' && !ownerReferences?.length;
}

function lastAppliedOf({ metadata: { annotations } }: Manifest): unknown {
  try {
    const object = JSON.parse(annotations?.[LAST_APPLIED] ?? 'null') as Manifest | null;
    return object === null ? undefined : normalManifest(object);
  } catch {
    return undefined;
  }
}

/** `live` with only what `wanted` or `applied` has. */
function pruned(live: unknown, wanted: unknown, applied: unknown, path: readonly string[]): unknown {
  if (isMap(live)) {
    const [now, then] = [isMap(wanted) ? wanted : {}, isMap(applied) ? applied : {}];
    return Object.fromEntries(
      Object.entries(live)
        .filter(([key]) => Object.hasOwn(now, key) || Object.hasOwn(then, key))
        .map(([key, value]) => [key, pruned(value, now[key], then[key], [...path, key])]),
    );
  }
  if (!Array.isArray(live)) return live;
  return prunedList(live, listOf(wanted), listOf(applied), path);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function prunedList(
  live: readonly unknown[],
  wanted: readonly unknown[],
  applied: readonly unknown[],
  path: readonly string[],
): unknown[] {
  const field = fieldOf(path);
  const key = keyOf(field, live, wanted, applied);
  if (key !== undefined) {
    const find = (list: readonly unknown[], item: unknown) =>
      list.find((other) => keyValue(other, key) === keyValue(item, key));
    return live
      .filter((item) => find(wanted, item) !== undefined || find(applied, item) !== undefined)
      .map((item) => pruned(item, find(wanted, item), find(applied, item), path));
  }
  const isAdded = (item: unknown) =>
    !wanted.some((other) => covers(item, other)) && !applied.some((other) => covers(item, other));
  // Admission adds tolerations; a changed item of another list is drift.
  if (isSet(field))
    return live.filter((item) => field !== 'tolerations' || !isAdded(item)).map((item) => covered(item, wanted, path));
  return live.map((item, index) => pruned(item, wanted[index], applied[index], path));
}

/** The item as it was applied, if one of `wanted` differs only in fields that others set. */
const covered = (item: unknown, wanted: readonly unknown[], path: readonly string[]): unknown => {
  const match = wanted.find((other) => covers(item, other));
  return match === undefined ? item : pruned(item, match, undefined, path);
};

/** Whether `item` has everything that `other` has. */
function covers(item: unknown, other: unknown): boolean {
  if (isMap(item) && isMap(other)) {
    return Object.entries(other).every(([key, value]) => covers(item[key], value));
  }
  if (Array.isArray(item) && Array.isArray(other)) {
    return item.length === other.length && other.every((value, index) => covers(item[index], value));
  }
  return item === other;
}
