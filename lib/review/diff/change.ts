// What a comparison of two sets of objects finds.

import type { Manifest } from '../../k8s/manifest';

/** What applying a change does to the cluster, the mildest first. */
export const CLASSES = ['harmless', 'restarts', 'recreates', 'removes', 'widens'] as const;

/**
 * - `harmless`: takes effect in place.
 * - `restarts`: pods are replaced.
 * - `recreates`: the field cannot be changed; the object has to be deleted and made again.
 * - `removes`: the object is gone from the manifests.
 * - `widens`: something may do more, or is reached by more, than before.
 */
export type ChangeClass = (typeof CLASSES)[number];

/** A step into a list whose items Kubernetes knows by a key: `[name=web]`. */
export interface Keyed {
  readonly key: string;
  readonly value: string;
}

export type Step = string | number | Keyed;

/** One field that differs. An absent side is `undefined`. */
export interface FieldChange {
  readonly path: readonly Step[];
  readonly before: unknown;
  readonly after: unknown;
  readonly class: ChangeClass;
}

/** A permission or an exposure that the objects before did not have, in words. */
export interface Widening {
  readonly message: string;
}

export interface ObjectDiff {
  readonly action: 'added' | 'removed' | 'changed';
  readonly object: Manifest;
  /** Of a changed object. */
  readonly fields: readonly FieldChange[];
  readonly widenings: readonly Widening[];
  /** All that it does; `harmless` alone when it does nothing else. */
  readonly classes: readonly ChangeClass[];
}

export interface Diff {
  /** In the order in which the objects are applied; those that are removed come last. */
  readonly objects: readonly ObjectDiff[];
  /** How many objects are the same on both sides. */
  readonly same: number;
}
