// An image reference, taken apart.

export interface ImageParts {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** The parts of a reference such as `ghcr.io/team/tool:1.2@sha256:…`. Without a host, there is no registry. */
export function parseImage(reference: string): ImageParts {
  const [name = '', digest = ''] = reference.split('@', 2);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const registry = /[.:]|^localhost$/.test(first) ? first : '';
  const path = registry ? name.slice(slash + 1) : name;
  const colon = path.lastIndexOf(':');
  const [repository, tag] = colon < 0 ? [path, ''] : [path.slice(0, colon), path.slice(colon + 1)];
  return { registry, repository, tag, digest };
}

/** The reference in full, as a container runtime completes it: `nginx` is `docker.io/library/nginx:latest`. */
export function canonicalImage(reference: string): string {
  const { registry, repository, tag, digest } = parseImage(reference);
  const host = registry === '' || registry === 'index.docker.io' ? 'docker.io' : registry;
  const path = host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  const version = tag === '' && digest === '' ? 'latest' : tag;
  return `${host}/${path}${version === '' ? '' : `:${version}`}${digest === '' ? '' : `@${digest}`}`;
}
