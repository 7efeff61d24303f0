// The manifests of an output folder. No symbolic link is followed, so that a repository cannot choose which files of the
// machine are shown.

import { join, resolve } from 'node:path';
import type { Directory } from '../../lib/output/tree/directory';
import { OutputTree } from '../../lib/output/tree/output-tree';
import type { RootOptions } from '../../lib/output/tree/root';
import type { Io } from '../io';
import { linkFreeFolders } from './link-free-folders';
import { isManifestFile, none, type TextFiles } from './text-files';

/** None if there is no such folder. Reading a link in it is an error. */
export function outputFiles(io: Io, output: string, config: string | undefined): TextFiles {
  const root = { folder: resolve(io.cwd, output), bases: linkFreeFolders(io, config) };
  const paths = withTree(root, (tree) => pathsIn(tree.root, '').filter(isManifestFile).sort());
  if (!paths) return none(output);
  return {
    name: output,
    paths,
    nameOf: (path) => join(output, path),
    read: (path) => withTree(root, (tree) => tree.read(path)) ?? '',
  };
}

function withTree<T>(root: RootOptions, work: (tree: OutputTree) => T): T | undefined {
  const tree = OutputTree.open(root);
  try {
    return tree && work(tree);
  } finally {
    tree?.close();
  }
}

/** Paths of everything that is not a folder, including subfolders. */
function pathsIn(folder: Directory, prefix: string): string[] {
  return folder.names().flatMap((name) => {
    if (!folder.stats(name)?.isDirectory()) return [`${prefix}${name}`];
    const below = folder.open(name);
    try {
      return pathsIn(below, `${prefix}${name}/`);
    } finally {
      below.close();
    }
  });
}
