// What a chart knows about the Helm chart that it replaces: for taking over an installed release.

import type { Manifest } from '../k8s/object/manifest';
import type { Tree } from '../values/layer';

/** The properties of an installed release. */
export interface InstalledRelease {
  readonly name: string;
  /** The prefix of its object names. */
  readonly fullname: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  /** The values that are already known. */
  readonly values: Tree;
}

export interface Adoption {
  /** Defaults of the Helm chart that this chart changes on purpose: they are not carried over as values. */
  readonly changedDefaults?: Tree;
  /** Paths of credentials that the Helm chart does not have. They are never taken from running objects. */
  readonly notInHelm?: readonly string[];
  /** Values that are only in the objects, or that replace a credential that cannot be read. */
  read?(installed: InstalledRelease): Tree;
  /** The meaning of a value here, if it differs from that in the Helm chart, by the value's path. */
  readonly remarks?: Readonly<Record<string, string>>;
  /** What users must decide or prepare, as Markdown. */
  decisions?(installed: InstalledRelease): readonly string[];
}
