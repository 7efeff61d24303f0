// Files that one thread has staged and another one commits.

import type { Recipe, ReleaseFiles } from './output-index';
import { openRoot, type RootOptions, removeEmptyRoot } from './root';
import { removeStaging } from './staging';
import type { Step } from './transaction';

/** What the writer of another thread has staged for the same folder. */
export interface Staged {
  readonly root: RootOptions;
  /** Name of its staging folder. */
  readonly staging: string;
  /** The first folder that had to be made. */
  readonly created: string | undefined;
  readonly releases: readonly (readonly [string, ReleaseFiles])[];
  readonly recipes: readonly (readonly [string, Recipe])[];
  readonly changes: readonly Step[];
}

/** Deletes what another writer has staged. */
export function discard(
  { root, staging, created }: Pick<Staged, 'root' | 'staging' | 'created'>,
  keepRoot = false,
): void {
  const folder = openRoot(root);
  if (folder) removeStaging(folder, staging);
  folder?.close();
  if (created !== undefined && !keepRoot) removeEmptyRoot(root, created);
}
