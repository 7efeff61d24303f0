// Images whose name contains the registry, as in this chart's values.

import type { Release } from '../../lib/k8s/release';
import { imageKeys, imageReference, parseImage, TAG } from '../../lib/k8s/workload/image';
import { text } from '../../lib/values/schema/schema';

/** A host with its port and a path, or only a path. */
export const IMAGE_NAME =
  '([a-z0-9]+([.-]+[a-z0-9]+)*(:\\d+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*';

export const imageName = (value: string) =>
  text({
    description: "Image repository without a tag; defaults to the chart's image.",
    default: value,
    pattern: `^$|^${IMAGE_NAME}$`,
    expected: 'an image name in lowercase without a tag',
  });

export const imageTag = () =>
  text({
    description: 'Image tag; defaults to that of the chosen version.',
    default: '',
    pattern: `^$|${TAG}`,
    expected: 'an image tag (put a digest in digest)',
  });

/** `tag`, `digest` and `pullPolicy`; an empty tag means the default. */
export const imageVersion = (pullPolicy: 'Always' | '') => ({
  tag: imageTag(),
  digest: imageKeys.digest(),
  pullPolicy: imageKeys.pullPolicy(pullPolicy),
});

export interface ImageValues {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** The reference, with the defaults for an empty name or tag. */
export function image(release: Release, { name, tag, digest }: ImageValues, defaults: Omit<ImageValues, 'digest'>) {
  return imageReference(release, { ...parseImage(name || defaults.name), tag, digest }, defaults.tag);
}
