// An image reference, taken apart.

import { remembering } from './remember';

export interface ImageParts {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** The parts of a reference such as `ghcr.io/team/tool:1.2@sha256:…`. Without a host, there is no registry. */
export const parseImage = remembering((reference): ImageParts => {
  const [name = '', digest = ''] = reference.split('@', 2);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isHost ? first : '';
  const path = registry ? name.slice(slash + 1) : name;
  const colon = path.lastIndexOf(':');
  const [repository, tag] = colon < 0 ? [path, ''] : [path.slice(0, colon), path.slice(colon + 1)];
  return Object.freeze({ registry, repository, tag, digest });
});

const DOCKER_HUB = new Set(['', 'docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** Whether a registry is Docker Hub, which is also the registry of images without one. */
export const isDockerHub = (registry: string): boolean => DOCKER_HUB.has(registry);

/** The reference with everything that container runtimes fill in: `docker.io/library/redis:latest` for `redis`. */
export function canonicalImage(reference: string): string {
  const { registry, repository, tag, digest } = parseImage(reference);
  const path = isDockerHub(registry) && !repository.includes('/') ? `library/${repository}` : repository;
  const name = `${isDockerHub(registry) ? 'docker.io' : registry}/${path}`;
  const version = tag || digest ? tag : 'latest';
  return `${name}${version && `:${version}`}${digest && `@${digest}`}`;
}
