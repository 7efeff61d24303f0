// Reads the index of an output folder.

import { decodeText } from '../../values/file/input';
import { INDEX_FILE } from '../tree/file-names';
import type { OutputTree } from '../tree/output-tree';
import type { OutputIndex } from './output-index';
import { parseIndex } from './parse-index';

const EMPTY: OutputIndex = { tool: '', releases: new Map(), pending: new Map(), recipes: new Map() };

/** An empty index if there is none. Throws if it cannot be read. */
export function readIndex(tree: OutputTree | undefined): OutputIndex {
  if (tree?.stats(INDEX_FILE) === undefined) return EMPTY;
  const file = tree.nameOf(INDEX_FILE);
  return parseIndex(file, decodeText(file, tree.readBytes(INDEX_FILE)));
}
