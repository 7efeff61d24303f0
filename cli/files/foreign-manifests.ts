// Files that kubectl, Argo CD or Flux would apply from an output folder even though no release wrote them.

import { parseAllDocuments } from 'yaml';
import type { Directory } from '../../lib/output/tree/directory';
import type { OutputTree } from '../../lib/output/tree/output-tree';
import { isMap } from '../../lib/values/scalar';

export interface Foreign {
  readonly path: string;
  readonly what: string;
}

/** kubectl and Flux read YAML and JSON, Argo CD also Jsonnet. */
const MANIFEST = /\.(ya?ml|json|jsonnet)$/i;

/** They change which files are read, or how. */
const CONTROL_FILE = /^(kustomization(\.ya?ml)?|chart\.ya?ml|\.argocd-source(-.*)?\.yaml|\.sourceignore)$/i;

/** Their content depends on other files. */
const PROGRAM = /\.jsonnet$/i;

/**
 * What YAML parsers interpret differently: line endings and spaces of YAML 1.1 or Unicode, control characters, encodings,
 * tags. The parsers of kubectl, Argo CD and Flux may find objects there that this one does not.
 */
const AMBIGUOUS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffd]|\r(?!\n)|(?:^|[\s,[{:?-])!/m;

/** In all subfolders, except `.git`. */
export function foreignManifests(tree: OutputTree, owned: ReadonlySet<string>): Foreign[] {
  return foreignIn(tree, tree.root, '', owned);
}

function foreignIn(tree: OutputTree, folder: Directory, prefix: string, owned: ReadonlySet<string>): Foreign[] {
  return folder
    .names()
    .sort()
    .flatMap((name) => {
      const path = `${prefix}${name}`;
      if (path === '.git') return [];
      const stats = folder.stats(name);
      if (stats?.isDirectory()) {
        const below = folder.open(name);
        try {
          return foreignIn(tree, below, `${path}/`, owned);
        } finally {
          below.close();
        }
      }
      if (stats?.isSymbolicLink()) return [{ path, what: 'is a symbolic link' }];
      if (!stats?.isFile()) return [{ path, what: 'is not a regular file' }];
      if (owned.has(path) || !(CONTROL_FILE.test(name) || (MANIFEST.test(name) && mayHoldObjects(folder, name))))
        return [];
      return [{ path, what: 'is not written by any release' }];
    });
}

/** True if in doubt. */
function mayHoldObjects(folder: Directory, name: string): boolean {
  if (PROGRAM.test(name)) return true;
  try {
    const text = folder.read(name, 2 ** 26).toString('utf8');
    if (AMBIGUOUS.test(text)) return true;
    const documents = parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' });
    if (!Array.isArray(documents)) return false;
    return documents.some((document) => {
      if (document.errors.length > 0) return true;
      const content: unknown = document.toJS({ maxAliasCount: 1000 });
      const parts = Array.isArray(content) ? content : [content];
      return parts.some(
        (part) => isMap(part) && ['kind', 'apiVersion', 'items'].some((key) => Object.hasOwn(part, key)),
      );
    });
  } catch {
    return true;
  }
}
