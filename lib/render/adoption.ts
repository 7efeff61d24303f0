// What a chart knows about the Helm chart that it replaces: for taking over an installed release.

import type { Manifest } from '../k8s/object/manifest';
import type { Tree } from '../values/layer';

/** An installed release as a chart is asked about it. */
export interface InstalledRelease {
  readonly name: string;
  /** The prefix of its objects' names. */
  readonly fullname: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  /** Values that are known already. */
  readonly values: Tree;
}

export interface Adoption {
  /** Defaults of the Helm chart that this chart changes on purpose: as values, they are not carried over. */
  readonly changedDefaults?: Tree;
  /** Paths of credentials that the Helm chart does not have; they are never taken from what runs. */
  readonly notInHelm?: readonly string[];
  /** Values that only the objects show, or that stand in for a credential that nobody can read. */
  read?(installed: InstalledRelease): Tree;
  /** What a value means here, where that differs from what it means in the Helm chart, by the path of the value. */
  readonly remarks?: Readonly<Record<string, string>>;
  /** What users have to decide or prepare, as Markdown. */
  decisions?(installed: InstalledRelease): readonly string[];
}
