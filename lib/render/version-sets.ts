// The versions of a system that a chart offers: sets of image tags that belong together. They are loaded at every
// startup, so they are plain data.

import type { TagTree } from '../k8s/version-tags';
import { nearest } from '../values/nearest';

export interface VersionSet {
  /** Name for users: `--app-version v0.22.0`. */
  readonly name: string;
  /** Version of the system in labels, and the tag of its images if the values have none. */
  readonly version: string;
  /** Where upstream pins these tags together: repository, file and version. */
  readonly source: string;
  /** Why this combination is unverified; absent if upstream pins it. */
  readonly unverified?: string;
  /** Tags, as in a values file. A set leaves out the tags that it shares with the first set of the chart. */
  readonly tags: TagTree;
}

/** The sets of a chart. The first is the default. */
export type VersionSets = readonly [VersionSet, ...VersionSet[]];

/** The names of sets for messages: `v0.22.0, v0.23.0 (unverified)`. */
export const formatVersionSets = (sets: VersionSets): string =>
  sets.map(({ name, unverified }) => (unverified === undefined ? name : `${name} (unverified)`)).join(', ');

/** What is wrong with the name of a set. */
export function unknownSet(chart: string, sets: VersionSets | undefined, name: string): string {
  if (sets === undefined) return `${chart} has one version only`;
  const names = sets.map((set) => set.name);
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `${chart} has no app version ${name} (expected ${names.join(', ')}${hint})`;
}
