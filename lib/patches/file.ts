// A file with changes: a list of patches, a map with `patches` and `extraObjects`, or one strategic merge patch that names
// its object.

import { loadContent, type Source } from '../values/file/load';
import type { Layer } from '../values/layer';
import type { Path } from '../values/path';
import { isMap } from '../values/scalar';

/** Throws `InputError` with every problem of the text. */
export function loadChanges(file: Source): Layer {
  return loadContent(file, (content) => {
    if (Array.isArray(content)) return { tree: { patches: content }, pathOf: (path) => path.slice(1) };
    if (isMap(content) && 'kind' in content && 'metadata' in content) {
      return { tree: { patches: [{ patch: content }] }, pathOf: (path: Path) => path.slice(3) };
    }
    return { tree: isMap(content) ? content : {}, pathOf: (path) => path };
  });
}
