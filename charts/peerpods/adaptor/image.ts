// The image of the adaptor. Some providers need the dev build of a release.

import type { Release } from '../../../lib/k8s/release';
import { versionTag } from '../../../lib/k8s/version-tags';
import { image } from '../image';
import { providerNamed } from '../providers';
import type { Values } from '../values';
import { isVersionTag } from '../versions';
import { ADAPTOR_IMAGE } from './values';

export function adaptorImage(release: Release, { provider, image: given }: Values): string {
  const ofVersion = versionTag(release, 'image', 'tag');
  const isDev =
    providerNamed(provider).variant === 'dev' && given.digest === '' && isVersionTag(given.tag || ofVersion);
  return image(release, isDev ? { ...given, tag: `${given.tag || ofVersion}-dev` } : given, {
    name: ADAPTOR_IMAGE,
    tag: ofVersion,
  });
}
