// The versions of peer pods. The image of the virtual machines must be built from the same release.

import type { VersionSets } from '../../lib/render/version-sets';

/** Upstream tags the images of a release with its commit. The components of v0.22.0 have this one. */
export const DEFAULT_TAG = '61b1aba91df646a663e60ab6b55c6a7dc93cd167';

export const versions: VersionSets = [
  {
    name: 'v0.22.0',
    version: '0.22.0',
    source: 'confidential-containers/cloud-api-adaptor v0.22.0: chart peerpods 0.4.0, with kata-deploy 4.0.0',
    tags: {
      image: { tag: DEFAULT_TAG },
      webhook: { image: { tag: DEFAULT_TAG } },
      resourceCtrl: {
        image: { tag: DEFAULT_TAG },
        authProxy: { image: 'registry.k8s.io/kubebuilder/kube-rbac-proxy:v0.14.0' },
      },
      'kata-deploy': { image: { tag: '4.0.0' } },
    },
  },
  {
    name: 'v0.22.0-kata-4.1.0',
    version: '0.22.0',
    source: 'kata-containers/kata-containers 4.1.0: chart kata-deploy',
    unverified: 'cloud-api-adaptor v0.22.0 pins kata 4.0.0, and its pod VM image has the agent of that version',
    tags: { 'kata-deploy': { image: { tag: '4.1.0' } } },
  },
];

/** Whether a tag of the adaptor is the one of a version; `-dev` is appended for providers that need a dev build. */
export const isVersionTag = (tag: string): boolean =>
  versions.some(({ tags: { image } }) => typeof image === 'object' && image.tag === tag);

/** Versions of kata-deploy that the pods are designed for. */
export const knownKatas: readonly string[] = versions.flatMap(({ tags: { 'kata-deploy': kata } }) => {
  const tag = typeof kata === 'object' && typeof kata.image === 'object' ? kata.image.tag : undefined;
  return typeof tag === 'string' ? [tag] : [];
});
