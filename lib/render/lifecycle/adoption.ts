// What a chart knows about the Helm chart that it replaces, for taking over an installed release.

import type { Manifest } from '../../k8s/object/manifest';
import type { Tree } from '../../values/layer';

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

export type Installer = 'helm' | 'kubectl';

export interface Adoption {
  /** What installed the release: Helm (the default), or kubectl from a manifest in the documentation. */
  readonly installer?: Installer;
  /** An object that every release has, which determines the prefix of its names. */
  readonly anchor?: { readonly kind: string; readonly suffix: string };
  /** Defaults of the Helm chart that this chart changes on purpose: they are not carried over as values. */
  readonly changedDefaults?: Tree;
  /** Paths of credentials that the Helm chart does not have. They are never taken from running objects. */
  readonly notInHelm?: readonly string[];
  /** Values that are only in the objects, or that replace a credential that cannot be read. */
  read?(installed: InstalledRelease): Tree;
  /** The meaning of a value here, if it differs from that in the Helm chart, by the value's path. */
  readonly remarks?: Readonly<Record<string, string>>;
  /** What must be done between the takeover and the first apply, in plain sentences. */
  preparations?(installed: InstalledRelease): readonly string[];
  /** What users must decide, as Markdown. */
  decisions?(installed: InstalledRelease): readonly string[];
}
