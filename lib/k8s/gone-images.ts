// Images that no registry has anymore, what to use instead, and the rule for values that name one.

import { isDockerHub, parseImage } from '../names/image-parts';
import { isDefaultView } from '../values/default-views';
import type { Path } from '../values/path';
import { isMap } from '../values/scalar';
import { validPart } from '../values/schema/view';
import type { Rule } from '../values/validate';

interface Gone {
  readonly registry: { test(registry: string): boolean };
  readonly repository: RegExp;
  readonly tag?: (tag: string) => boolean;
  /** What happened to it, and its successor. */
  readonly message: (repository: string, tag: string) => string;
}

const DOCKER_HUB = { test: isDockerHub };
const LAST_MINIO = 'RELEASE.2025-09-07T16-13-09Z';
const LAST_MC = 'RELEASE.2025-08-13T08-35-41Z';

const lastOf = (repository: string): string => (repository.endsWith('/mc') ? LAST_MC : LAST_MINIO);

const GONE: readonly Gone[] = [
  {
    registry: DOCKER_HUB,
    repository: /^minio\/(minio|mc)$/,
    message: (repository) =>
      `was deleted from Docker Hub; take quay.io/${repository}:${lastOf(repository)}, the last, from a mirror or with a login`,
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

interface Named {
  readonly path: Path;
  readonly reference: string;
  /** Why it cannot be pulled. */
  readonly why: string | undefined;
}

type Values = Readonly<Record<string, unknown>> & { readonly global: { readonly imageRegistry: string } };

/** The last values, which are frozen, if all of their images can be pulled. */
let last: Values | undefined;

/** Charts write images as one string, as a name with a tag, or in parts. */
export const goneImageRule: Rule<Values> = (values, report) => {
  const { imageRegistry } = values.global;
  const search = { mirror: imageRegistry, isInList: false };
  // Releases share most values, so only those that differ are searched.
  const isKnown = last?.global.imageRegistry === imageRegistry && hasNoOtherImage(values, last, search);
  let isClean = true;
  for (const { path, reference, why } of isKnown ? [] : imagesOf(values, search)) {
    if (!why || (isDatabase(reference) && !inList(path))) continue;
    isClean = false;
    report.error((v) => at(v, path), `${reference} ${why}`);
  }
  if (isClean && Object.isFrozen(values)) last = values;
};

/** Whether everything in `values` that differs from `before` is a map or list without images. */
function hasNoOtherImage(values: Values, before: Values, search: Search): boolean {
  const keys = Object.keys(values);
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => {
      const value = validPart(values, key);
      if (value === before[key]) return true;
      return typeof value === 'object' && value !== null && imagesOf(value, search).length === 0;
    })
  );
}

/** Charts with a database reject Bitnami's images in any case, from every registry. */
const isDatabase = (reference: string): boolean => /(^|\/)bitnami\/(postgresql|redis)(:|@|$)/.test(reference);

/** Whether it is part of a block that is passed to Kubernetes unchanged. */
const inList = (path: Path): boolean => path.some((step) => typeof step === 'number');

const at = (values: unknown, path: Path): unknown =>
  path.reduce((value, step) => (value as Record<string | number, unknown>)[step], values);

const NAMES = ['repository', 'image', 'name', 'reference'] as const;

const textAt = (value: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const text = validPart(value, name);
  return typeof text === 'string' ? text : undefined;
};

interface Search {
  readonly mirror: string;
  /** Whether the value is in a list. */
  readonly isInList: boolean;
}

const named = (path: Path, reference: string): Named => ({ path, reference, why: whyGone(reference) });

const NONE: readonly Named[] = [];

/** The images in a value, with paths from there. All values pass through here. */
function imagesOf(value: object, search: Search): readonly Named[] {
  if (Array.isArray(value)) {
    const inList = { mirror: search.mirror, isInList: true };
    return value.flatMap((item, index) => below(index, item, inList));
  }
  if (!isMap(value) || (search.mirror === '' && isDefaultView(value))) return NONE;
  const found: Named[] = [];
  const image = imageInParts(value, search);
  if (image) found.push(image);
  for (const name of Object.keys(value)) {
    const entry = validPart(value, name);
    if (typeof entry === 'string') {
      // The user's containers are not changed: the mirror replaces only the registry of the chart's own images.
      const isImage = entry !== '' && /(^i|I)mage$/.test(name) && name !== image?.path[0];
      if (isImage && (search.mirror === '' || search.isInList)) found.push(named([name], entry));
    } else if (typeof entry === 'object' && entry !== null) {
      found.push(...below(name, entry, search));
    }
  }
  return found;
}

function imageInParts(value: Readonly<Record<string, unknown>>, { mirror }: Search): Named | undefined {
  const tag = textAt(value, 'tag');
  const key = tag === undefined ? undefined : NAMES.find((name) => textAt(value, name) !== undefined);
  if (key === undefined) return undefined;
  const name = [mirror || textAt(value, 'registry'), textAt(value, key)].filter(Boolean).join('/');
  const digest = textAt(value, 'digest');
  return named([key], `${name}${tag && `:${tag}`}${digest ? `@${digest}` : ''}`);
}

function below(step: string | number, value: unknown, search: Search): readonly Named[] {
  const images = typeof value === 'object' && value !== null ? imagesOf(value, search) : NONE;
  return images.length === 0 ? NONE : images.map((image) => ({ ...image, path: [step, ...image.path] }));
}
