// Reads the index of an output folder.

import { decodeText } from '../values/input';
import { INDEX_FILE } from './file-names';
import type { OutputIndex } from './output-index';
import type { OutputTree } from './output-tree';
import { parseIndex } from './parse-index';

const EMPTY: OutputIndex = { tool: '', releases: new Map(), pending: new Map(), recipes: new Map() };

/** An empty index if there is none. Throws if it cannot be read. */
export function readIndex(tree: OutputTree | undefined): OutputIndex {
  if (tree?.stats(INDEX_FILE) === undefined) return EMPTY;
  const file = tree.nameOf(INDEX_FILE);
  return parseIndex(file, decodeText(file, tree.readBytes(INDEX_FILE)));
}
