// Images that no registry has anymore, and what to use instead.

import { parseImage } from '../names/image-parts';

interface Gone {
  readonly registry: RegExp;
  readonly repository: RegExp;
  readonly tag?: (tag: string) => boolean;
  /** What happened to it, and its successor. */
  readonly message: (repository: string, tag: string) => string;
}

const DOCKER_HUB = /^(|docker\.io|index\.docker\.io|registry-1\.docker\.io)$/;
const LAST_MINIO = 'RELEASE.2025-09-07T16-13-09Z';
const LAST_MC = 'RELEASE.2025-08-13T08-35-41Z';

const lastOf = (repository: string): string => (repository.endsWith('/mc') ? LAST_MC : LAST_MINIO);

const GONE: readonly Gone[] = [
  {
    registry: DOCKER_HUB,
    repository: /^minio\/(minio|mc)$/,
    message: (repository) => `was deleted from Docker Hub; take quay.io/${repository}:${lastOf(repository)}, the last`,
  },
  {
    registry: /^quay\.io$/,
    repository: /^minio\/(minio|mc)$/,
    tag: (tag) => /^RELEASE\.\d{4}-/.test(tag) && tag > LAST_MINIO,
    message: (repository) => `was never published: the last one is ${lastOf(repository)}`,
  },
  {
    registry: DOCKER_HUB,
    repository: /^bitnami\//,
    tag: (tag) => tag !== 'latest',
    message: (repository, tag) =>
      `was removed from Docker Hub; take ${repository.replace('bitnami/', 'bitnamilegacy/')}${tag ? `:${tag}` : ''}, which gets no fixes`,
  },
  {
    registry: /^gcr\.io$/,
    repository: /^kubebuilder\/kube-rbac-proxy$/,
    message: (_repository, tag) =>
      `was deleted with its registry; take registry.k8s.io/kubebuilder/kube-rbac-proxy:${tag || 'v0.14.0'}`,
  },
];

/** Why an image cannot be pulled, and its successor; `undefined` if no reason is known. */
export function whyGone(reference: string): string | undefined {
  const { registry, repository, tag, digest } = parseImage(reference);
  const gone = GONE.find(
    (one) => one.registry.test(registry) && one.repository.test(repository) && (one.tag === undefined || one.tag(tag)),
  );
  return gone && !(gone.tag && digest) ? gone.message(repository, tag) : undefined;
}
