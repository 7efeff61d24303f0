// Images that the documentation writes as one string: `ubuntu:22.04`.

import { IMAGE } from '../../names/registry';
import { text } from '../../values/schema/schema';
import type { Release } from '../release';
import { imageReference, parseImage } from './image';

export const imageText = (description: string) =>
  text({
    description: `${description} global.imageRegistry replaces its registry.`,
    default: '',
    pattern: IMAGE,
    expected: 'an image such as ubuntu:22.04',
  });

/** The image for one of our containers. */
export const containerImage = (reference: string) => ({ ...parseImage(reference), pullPolicy: '' as const });

/** The image as a string for another program, with the release's registry. */
export const imageTextOf = (release: Release, reference: string): string =>
  imageReference(release, parseImage(reference));
