// Pairs the objects of both sides.

import { type Manifest, objectKey } from '../../k8s/object/manifest';
import { endsInHash, withoutHash } from '../../names/naming';

export interface Pair {
  readonly before?: Manifest;
  readonly after?: Manifest;
}

/**
 * Pairs by group, kind, namespace and name; the version of the API may differ. An object that names no namespace, as
 * in the output of `helm template`, is the one of its name in a namespace without another match.
 * A Job's name ends in a hash of its spec: without a match, it is paired with its earlier version.
 */
export function pairs(before: readonly Manifest[], after: readonly Manifest[]): Pair[] {
  const waiting = new Map(before.map((object) => [objectKey(object), object]));
  const take = (key: string | undefined): Manifest | undefined => {
    const found = key === undefined ? undefined : waiting.get(key);
    if (key !== undefined && found) waiting.delete(key);
    return found;
  };
  const exact = after.map((object) => ({ after: object, before: take(objectKey(object)) }));
  const near = exact.map((pair) => ({ ...pair, before: pair.before ?? take(unplaced(pair.after)) }));
  const jobs = near.map((pair) => ({
    ...pair,
    before: pair.before ?? take([...waiting.entries()].find(([, old]) => isSameTask(old, pair.after))?.[0]),
  }));
  const matched = jobs.map(({ before: old, after: now }): Pair => (old ? { before: old, after: now } : { after: now }));
  return [...matched, ...[...waiting.values()].map((object): Pair => ({ before: object }))];
}

/** Its identity if its namespace is chosen when it is applied. */
function unplaced(object: Manifest): string | undefined {
  if (object.metadata.namespace === undefined) return undefined;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return objectKey({ ...object, metadata });
}

function isSameTask(old: Manifest, now: Manifest): boolean {
  const task = ({ kind, metadata: { namespace, name } }: Manifest) =>
    kind === 'Job' && endsInHash(name) ? `${namespace ?? ''}/${withoutHash(name)}` : undefined;
  const earlier = task(old);
  return earlier !== undefined && earlier === task(now);
}
