// Files that a run would overwrite even though this tool did not write them.

import type { Step } from '../transaction';
import type { OutputTree } from './output-tree';

/** Their absolute paths. `beat` is called for each file. */
export function foreignFiles(
  tree: OutputTree,
  changes: readonly Step[],
  owned: ReadonlySet<string>,
  beat: () => void,
): string[] {
  const foreign = new Set<string>();
  for (const { path } of changes) {
    beat();
    const blocked = blockedFolder(tree, path);
    if (blocked !== undefined) foreign.add(blocked);
    else if (tree.entryAt(path) === 'other' || (tree.entryAt(path) === 'file' && !owned.has(path))) foreign.add(path);
  }
  return [...foreign].map((path) => tree.nameOf(path));
}

/** The topmost part of a file's path that is not a folder. */
function blockedFolder(tree: OutputTree, path: string): string | undefined {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count++) {
    const folder = parts.slice(0, count).join('/');
    const stats = tree.stats(folder);
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) return folder;
  }
  return undefined;
}
