// How the objects of a release are split into files.

import type { Manifest } from '../k8s/object/manifest';
import type { Rendered } from './render';

export type Layout = 'release' | 'objects';

/** The objects of each file. */
export function objectsByFile(
  { objects, folders }: Pick<Rendered, 'objects' | 'folders'>,
  layout: Layout,
): (readonly Manifest[])[] {
  if (layout === 'objects') return objects.map((object) => [object]);
  return folders ? folders.map((folder) => folder.objects) : [objects];
}
