// Images for people, for shell loops, and as JSON.

import { visible } from '../../values/visible';
import type { ImageEntry, ImageList, ImageUse } from './list';

/** Each image with its source and the places that use it. */
export function imagesText({ releases, images, machines }: ImageList): string {
  const many = releases.length > 1;
  const lines = [
    ...images.flatMap((entry) => [entry.image, `  source: ${entry.source}`, ...usersOf(entry, many)]),
    ...machines.flatMap(({ name, source, by, release }) => [
      `${name} (virtual machine image)`,
      `  source: ${source}`,
      `  ${many ? `${release}: ` : ''}${by}`,
    ]),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

/** One reference per line. */
export const imagesPlain = ({ images }: ImageList): string => images.map(({ image }) => `${visible(image)}\n`).join('');

export function imagesJson({ images, machines }: ImageList): string {
  const entries = [
    ...images.map((entry) => ({ type: 'container', ...entry })),
    ...machines.map(({ name, ...machine }) => ({ type: 'machine', image: name, ...machine })),
  ];
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

/** Init containers and containers of equal pods look the same. */
function usersOf({ usedBy }: ImageEntry, many: boolean): string[] {
  return [...new Set(usedBy.map((use) => `  ${many ? `${use.release}: ` : ''}${describeUse(use)}`))];
}

function describeUse({ kind, namespace, name, container, variable, field }: ImageUse): string {
  const object = `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  const inside = container === undefined ? '' : `, container ${container}`;
  if (variable !== undefined)
    return `${object}${inside}, ${container === undefined ? 'entry' : 'variable'} ${variable}`;
  return container === undefined ? `${object}, ${field}` : `${object}${inside}`;
}
