// The images of the releases.

import type { Rendered } from '../../../render/render';
import { type ImageUse, imageList } from '../../images/list';
import { few, type Table } from './table';

interface Entry {
  readonly source: string;
  /** Absent for an image of virtual machines, which has no tag. */
  readonly pinned: 'by digest' | 'by tag' | undefined;
  readonly uses: Set<string>;
}

/** More uses are only counted. */
const KEPT = 20;

export class Images {
  private readonly images = new Map<string, Entry>();

  add(release: Rendered): void {
    const { images, machines } = imageList([release]);
    for (const { image, source, digest, usedBy } of images) {
      this.use(image, source, digest === undefined ? 'by tag' : 'by digest', usedBy.map(nameOf));
    }
    for (const { name, source, by } of machines) this.use(`${name} (virtual machine)`, source, undefined, [by]);
  }

  private use(image: string, source: string, pinned: Entry['pinned'], users: readonly string[]): void {
    const known = this.images.get(image) ?? { source, pinned, uses: new Set() };
    for (const user of users) if (known.uses.size < KEPT) known.uses.add(user);
    this.images.set(image, known);
  }

  table(): Table {
    const sorted = [...this.images].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      id: 'images',
      title: 'Images',
      note: 'Every image that the releases run or name, and where it comes from.',
      columns: ['Image', 'Source', 'Pinned', 'Used by'],
      rows: sorted.map(([image, { source, pinned, uses }]) => [
        image,
        source,
        pinned ?? 'not applicable',
        few([...uses]),
      ]),
      empty: 'No images.',
    };
  }
}

const nameOf = ({ kind, name, container, variable }: ImageUse): string =>
  `${kind} ${name}${variable === undefined ? (container === undefined ? '' : `: ${container}`) : `: variable ${variable}`}`;
