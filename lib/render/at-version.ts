// A system with the image tags of one of its version sets as defaults.

import type { TagTree } from '../k8s/version-tags';
import type { KubeVersion } from '../names/kube-version';
import { merge } from '../values/file/merge';
import { withDefaults } from '../values/schema/defaults';
import type { TObject } from '../values/schema/schema';
import type { System } from './system';
import type { VersionSet } from './version-sets';

const checkedFor = new WeakMap<object, Map<KubeVersion, System>>();

/** `system`, whose values, patches and objects are checked for a version of Kubernetes. */
export function atKubeVersion<S extends TObject>(system: System<S>, kubeVersion: KubeVersion): System<S> {
  const known = checkedFor.get(system) ?? new Map<KubeVersion, System>();
  checkedFor.set(system, known);
  const earlier = known.get(kubeVersion);
  if (earlier) return earlier as unknown as System<S>;
  const changed: System<S> = { ...system, kubeVersion, schema: { ...system.schema, kubeVersion } };
  known.set(kubeVersion, changed as unknown as System);
  return changed;
}

const made = new WeakMap<object, Map<string, System>>();

/** `system` at another version. The user's values override the tags of the set, like any default. */
export function atVersion<S extends TObject>(system: System<S>, set: VersionSet): System<S> {
  if (set.name === system.versions?.[0].name) return system;
  const known = made.get(system) ?? new Map<string, System>();
  made.set(system, known);
  // One schema for all releases of a version, so that validation results are cached.
  const earlier = known.get(set.name);
  if (earlier) return earlier as unknown as System<S>;
  const { version, unverified } = set;
  const changed: System<S> = {
    ...system,
    version,
    tags: merge(system.versions?.[0].tags ?? {}, set.tags) as TagTree,
    schema: withDefaults(system.schema, set.tags),
    ...(unverified === undefined ? {} : { unverified: `app version ${set.name} is unverified: ${unverified}` }),
  };
  known.set(set.name, changed as unknown as System);
  return changed;
}
