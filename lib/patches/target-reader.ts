// Reads the target of a patch. A strategic merge patch that names its object needs none, as in kustomize.

import { isMap } from '../values/scalar';
import type { Complain, Patch } from './change';
import { parseSelector } from './selector';
import { TARGET_KEYS, type Target } from './target';

export function readTarget(
  given: Readonly<Record<string, unknown>> | undefined,
  change: Patch['change'] | undefined,
  complain: Complain,
): Target | undefined {
  if (given === undefined) return change && targetOf(change, complain);
  const target: Target = Object.fromEntries(
    TARGET_KEYS.flatMap((key) => (given[key] === undefined ? [] : [[key, String(given[key])]])),
  );
  if (Object.keys(target).length === 0) {
    complain([], `must not be empty (expected ${TARGET_KEYS.join(', ')}; kind: .* selects every object)`);
  }
  for (const key of ['kind', 'name', 'namespace'] as const) {
    if (/[^A-Za-z0-9.|*:_-]|(?<!\.)\*/.test(target[key] ?? '')) {
      complain([key], 'must be a name, .* for any characters, or alternatives separated by |');
    }
  }
  for (const key of ['labelSelector', 'annotationSelector'] as const) {
    const selector = target[key];
    if (selector !== undefined && parseSelector(selector) === undefined) {
      complain([key], 'must be a selector such as app=web,tier!=db');
    }
  }
  return target;
}

/** The object that a merge patch names. */
function targetOf(change: Patch['change'], complain: Complain): Target | undefined {
  if (!('merge' in change)) {
    complain([], 'is required (expected kind and name of the object to patch)');
    return undefined;
  }
  const { apiVersion, kind, metadata } = change.merge;
  const { name, namespace } = isMap(metadata) ? metadata : {};
  if (typeof kind !== 'string' || typeof name !== 'string') {
    complain([], 'is required, unless the patch has kind and metadata.name');
    return undefined;
  }
  const group = typeof apiVersion === 'string' ? apiVersion.split('/').slice(0, -1).join('/') : undefined;
  return {
    kind,
    name,
    ...(group === undefined ? {} : { group }),
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
}
