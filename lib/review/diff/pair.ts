// Which object of one side is which of the other.

import { apiGroup, type Manifest } from '../../k8s/manifest';

export interface Pair {
  readonly before?: Manifest;
  readonly after?: Manifest;
}

/**
 * Pairs by group, kind, namespace and name; the version of the API may differ. An object that names no namespace, as
 * in the output of `helm template`, is the one of its name in a namespace where no other stands for it.
 * A Job's name ends in a hash of what it does: without a partner of its own it is paired with its earlier self.
 */
export function pairs(before: readonly Manifest[], after: readonly Manifest[]): Pair[] {
  const waiting = new Map(before.map((object) => [identity(object), object]));
  const take = (key: string | undefined): Manifest | undefined => {
    const found = key === undefined ? undefined : waiting.get(key);
    if (key !== undefined && found) waiting.delete(key);
    return found;
  };
  const exact = after.map((object) => ({ after: object, before: take(identity(object)) }));
  const near = exact.map((pair) => ({ ...pair, before: pair.before ?? take(unplaced(pair.after)) }));
  const jobs = near.map((pair) => ({
    ...pair,
    before: pair.before ?? take([...waiting.entries()].find(([, old]) => isSameTask(old, pair.after))?.[0]),
  }));
  const matched = jobs.map(({ before: old, after: now }): Pair => (old ? { before: old, after: now } : { after: now }));
  return [...matched, ...[...waiting.values()].map((object): Pair => ({ before: object }))];
}

export function identity(object: Manifest): string {
  const { namespace = '', name } = object.metadata;
  return [apiGroup(object), object.kind, namespace, name].join('/');
}

/** Its identity where its namespace is left to whoever applies it. */
function unplaced(object: Manifest): string | undefined {
  if (object.metadata.namespace === undefined) return undefined;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return identity({ ...object, metadata });
}

const HASH = /-[0-9a-f]{10}$/;

function isSameTask(old: Manifest, now: Manifest): boolean {
  if (old.kind !== 'Job' || now.kind !== 'Job' || !HASH.test(old.metadata.name) || !HASH.test(now.metadata.name)) {
    return false;
  }
  const task = ({ metadata: { namespace, name } }: Manifest) => `${namespace ?? ''}/${name.replace(HASH, '')}`;
  return task(old) === task(now);
}
