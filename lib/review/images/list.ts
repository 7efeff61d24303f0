// The images of releases: where each is used, and where it comes from.

import { imagesIn } from '../../k8s/object/images';
import type { Manifest } from '../../k8s/object/manifest';
import type { MachineImage } from '../../k8s/release';
import { canonicalImage, parseImage } from '../../names/image-parts';
import type { Rendered } from '../../render/render';
import { formatPath } from '../../values/path';

/** A place in a release that names an image. */
export interface ImageUse {
  readonly release: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
  /** Variable or ConfigMap entry that names it; absent for an image that a pod runs. */
  readonly variable?: string;
  /** Path of the field. */
  readonly field: string;
}

export interface ImageEntry {
  /** As the objects name it. */
  readonly image: string;
  /** Where it comes from, in full. */
  readonly source: string;
  /** Where global.imageRegistry expects a copy, in full; absent without one. */
  readonly mirror?: string;
  /** Absent for an image that is not pinned. */
  readonly digest?: string;
  readonly usedBy: readonly ImageUse[];
}

/** An image of virtual machines, which no registry has. */
export interface MachineEntry extends MachineImage {
  readonly release: string;
}

export interface ImageList {
  /** The releases, in order. */
  readonly releases: readonly { readonly name: string; readonly images: readonly string[] }[];
  readonly images: readonly ImageEntry[];
  readonly machines: readonly MachineEntry[];
  /** Copies that would overwrite each other: images from different sources with the same name under the mirror. */
  readonly clashes: readonly string[];
}

type Listed = Pick<Rendered, 'name' | 'objects' | 'imageSources' | 'machineImages'>;

/** Sorted by reference, each image once. */
export function imageList(releases: readonly Listed[]): ImageList {
  const uses = new Map<string, ImageUse[]>();
  const sources = new Map<string, Set<string>>();
  const machines: MachineEntry[] = [];
  const ofReleases = releases.map(({ name, objects, imageSources = new Map<string, string>(), machineImages = [] }) => {
    const own = new Set<string>();
    for (const object of objects) {
      for (const place of imagesIn(object, imageSources)) {
        const { reference: image, path, ...where } = place;
        own.add(image);
        add(uses, image, { release: name, ...identity(object), ...where, field: formatPath(path) });
        const from = canonicalImage(imageSources.get(image) ?? image);
        sources.set(image, (sources.get(image) ?? new Set()).add(from));
      }
    }
    machines.push(...machineImages.map((machine) => ({ release: name, ...machine })));
    return { name, images: [...own].sort() };
  });
  const images = [...uses].map(([image, usedBy]) => entryOf(image, [...(sources.get(image) ?? [])], usedBy));
  return {
    releases: ofReleases,
    images: images.sort((one, other) => (one.image < other.image ? -1 : 1)),
    machines,
    clashes: [...sources].filter(([, from]) => from.size > 1).map(([image, from]) => clash(image, [...from])),
  };
}

function entryOf(
  image: string,
  [source = canonicalImage(image)]: readonly string[],
  usedBy: readonly ImageUse[],
): ImageEntry {
  const { registry, digest } = parseImage(image);
  const isCopy = registry !== '' && canonicalImage(image) !== source;
  return { image, source, ...(isCopy ? { mirror: image } : {}), ...(digest ? { digest } : {}), usedBy };
}

const clash = (image: string, sources: readonly string[]): string =>
  `${image} is the copy of different images: ${sources.join(', ')}`;

function identity({ kind, metadata: { namespace, name } }: Manifest) {
  return { kind, ...(namespace === undefined ? {} : { namespace }), name };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
