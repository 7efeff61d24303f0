// The result of comparing two sets of objects.

import type { Manifest } from '../../k8s/object/manifest';

/** The effects of applying a change, least severe first. */
export const CLASSES = [
  ...(['harmless', 'reruns', 'restarts', 'recreated', 'removes', 'widens', 'data', 'outage'] as const),
] as const;

/**
 * - `harmless`: takes effect in place.
 * - `restarts`: pods are replaced.
 * - `reruns`: a Job with a new name runs.
 * - `recreated`: the field is immutable; someone must delete the object and recreate it.
 * - `removes`: the object is no longer in the manifests.
 * - `widens`: permissions or exposure of objects that stay increase.
 * - `data`: data is deleted, left behind, or unreadable for the new program.
 * - `outage`: something stops, or callers no longer get through.
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

/** An outage, data at risk, or what restarts on nodes. */
export interface Effect {
  readonly class: ChangeClass;
  /** `port 3010 is no longer served`. */
  readonly message: string;
  /** The field that causes it, without list indexes: `spec.ports`; absent for the whole object. */
  readonly field?: string;
}

export interface ObjectDiff {
  readonly action: 'added' | 'removed' | 'changed';
  readonly object: Manifest;
  /** The changed fields. */
  readonly fields: readonly FieldChange[];
  readonly widenings: readonly Widening[];
  /** Outages, data at risk, and what restarts on nodes. */
  readonly effects: readonly Effect[];
  /** All effects; only `harmless` if there are no others. */
  readonly classes: readonly ChangeClass[];
}

export interface Diff {
  /** In apply order; removed objects come last. */
  readonly objects: readonly ObjectDiff[];
  /** Number of objects that are equal on both sides. */
  readonly same: number;
}
