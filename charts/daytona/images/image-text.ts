// Images that the documentation writes as one string: `ubuntu:22.04`.

import type { Release } from '../../../lib/k8s/release';
import { imageReference, parseImage } from '../../../lib/k8s/workload/image';
import { IMAGE } from '../../../lib/names/registry';
import { text } from '../../../lib/values/schema/schema';

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
