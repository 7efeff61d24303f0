// Image references: registry, repository, tag or digest.

import { REGISTRY } from '../../names/registry';
import { withoutSlash } from '../../names/slashes';
import { choice, object, type Static, text } from '../../values/schema/schema';
import type { Release } from '../release';

export { parseImage } from '../../names/image-parts';

export interface ImageDefaults {
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
  /** The meaning of an empty tag, for the description. */
  readonly emptyTag?: string;
  readonly pullPolicy?: PullPolicy;
}

/** Empty leaves it to Kubernetes. */
export type PullPolicy = '' | 'Always' | 'IfNotPresent' | 'Never';

export const TAG = '^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}$';
export const DIGEST = '^sha256:[0-9a-f]{64}$';

/** The keys of an image one by one, for charts in which they are keys of a component. */
export const imageKeys = {
  registry: (value: string) =>
    text({
      description: 'Registry host; empty means none. Overridden by global.imageRegistry.',
      default: value,
      pattern: `^$|${REGISTRY}`,
      expected: 'a registry host, optionally with a port and path',
    }),
  tag: (value: string, empty?: string) =>
    text({
      description: empty === undefined ? 'Image tag.' : `Image tag; defaults to ${empty}.`,
      default: value,
      pattern: empty === undefined ? TAG : `^$|${TAG}`,
      expected: 'an image tag',
    }),
  digest: () =>
    text({
      description: 'Image digest; overrides the tag.',
      default: '',
      pattern: DIGEST,
      expected: 'sha256: followed by 64 hexadecimal digits',
    }),
  pullPolicy: (value: PullPolicy = 'IfNotPresent') =>
    choice(['', 'Always', 'IfNotPresent', 'Never'], {
      description: 'Image pull policy; defaults to that of Kubernetes.',
      default: value,
    }),
};

const REPOSITORY = {
  pattern: '^[a-z0-9]+([._/-]+[a-z0-9]+)*$',
  expected: 'an image repository in lowercase, such as library/busybox',
};

/** The values of an image. Without a default, the repository is required. */
export function imageValues({
  registry = '',
  repository,
  tag = '',
  emptyTag,
  pullPolicy = 'IfNotPresent',
}: ImageDefaults) {
  const about = { description: 'Image repository, without registry and tag.', ...REPOSITORY };
  return object({
    registry: imageKeys.registry(registry),
    repository: repository === undefined ? text(about) : text({ ...about, default: repository }),
    tag: imageKeys.tag(tag, emptyTag),
    digest: imageKeys.digest(),
    pullPolicy: imageKeys.pullPolicy(pullPolicy),
  });
}

/** Values of `imageValues`. */
export type ImageReference = Omit<Static<ReturnType<typeof imageValues>>, 'pullPolicy'>;

/**
 * `registry/repository:tag`, with `@digest` appended if one is set; `global.imageRegistry` replaces the registry.
 * `fallbackTag` is used for an empty tag.
 */
export function imageReference(release: Release, image: ImageReference, fallbackTag = 'latest'): string {
  const source = written(image.registry, image, fallbackTag);
  const reference = written(release.common.global.imageRegistry || image.registry, image, fallbackTag);
  release.pulls(reference, source);
  return reference;
}

function written(registry: string, { repository, tag, digest }: ImageReference, fallbackTag: string): string {
  const name = registry ? `${withoutSlash(registry)}/${repository}` : repository;
  if (digest) return tag ? `${name}:${tag}@${digest}` : `${name}@${digest}`;
  return `${name}:${tag || fallbackTag}`;
}
