// The result of comparing two sets of objects.

import type { Manifest } from '../../k8s/object/manifest';

/** The effects of applying a change, least severe first. */
export const CLASSES = ['harmless', 'restarts', 'recreates', 'removes', 'widens'] as const;

/**
 * - `harmless`: takes effect in place.
 * - `restarts`: pods are replaced.
 * - `recreates`: the field is immutable; the object must be deleted and recreated.
 * - `removes`: the object is no longer in the manifests.
 * - `widens`: permissions or exposure increase.
 */
export type ChangeClass = (typeof CLASSES)[number];

/** A step into a list whose items Kubernetes identifies by a key: `[name=web]`. */
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

/** A description of an added permission or exposure. */
export interface Widening {
  readonly message: string;
}

export interface ObjectDiff {
  readonly action: 'added' | 'removed' | 'changed';
  readonly object: Manifest;
  /** The changed fields. */
  readonly fields: readonly FieldChange[];
  readonly widenings: readonly Widening[];
  /** All effects; only `harmless` if there are no others. */
  readonly classes: readonly ChangeClass[];
}

export interface Diff {
  /** In apply order; removed objects come last. */
  readonly objects: readonly ObjectDiff[];
  /** Number of objects that are equal on both sides. */
  readonly same: number;
}
