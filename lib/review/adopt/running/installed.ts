// The objects that Helm installed, from `helm get manifest` or from the API server.

import { isClusterScoped, type Manifest } from '../../../k8s/object/manifest';
import { at, POD_SPECS } from '../../../render/checks/inventory';
import type { Installer } from '../../../render/lifecycle/adoption';
import { isMap } from '../../../values/scalar';

const RELEASE = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

/** A container of a workload: the sources of its image and its variables. */
export interface Container {
  /** `Deployment/daytona-api/api`: the same for its counterpart in another render. */
  readonly key: string;
  readonly image: string;
  readonly resources: Amounts;
  readonly env: readonly Variable[];
  /** Secrets whose keys all become variables. */
  readonly envFrom: readonly string[];
}

/** Resource limits and requests. */
export interface Amounts {
  readonly limits: Readonly<Record<string, string>>;
  readonly requests: Readonly<Record<string, string>>;
}

export interface Variable {
  readonly name: string;
  readonly value?: string;
  /** The key of a Secret that contains it. */
  readonly secret?: { readonly name: string; readonly key: string };
}

/** A variable that reads a key of a Secret. */
export interface Reader {
  readonly container: string;
  readonly variable: string;
  readonly secret: NonNullable<Variable['secret']>;
}

export interface Whose {
  readonly release: string;
  readonly namespace: string;
  readonly installer: Installer;
  /** The name prefixes of objects that Helm did not install. */
  readonly prefix: string;
}

/** The objects of the release in the cluster, each with its namespace; without hooks and what controllers created. */
export function installedObjects(objects: readonly Manifest[], whose: Whose): Manifest[] {
  const isLive = objects.some(({ metadata }) => Object.hasOwn(metadata, 'uid'));
  const isMine = whose.installer === 'helm' ? isOf : isCalled;
  return objects
    .filter((object) => !isHook(object) && !hasOwner(object) && (!isLive || isMine(object, whose)))
    .map((object) => placed(object, whose.namespace));
}

/** Hooks: Helm runs and deletes them separately from the release. */
export const isHook = ({ metadata }: Manifest): boolean => metadata.annotations?.['helm.sh/hook'] !== undefined;

const hasOwner = ({ metadata }: Manifest): boolean => {
  const { ownerReferences } = metadata as { ownerReferences?: unknown };
  return Array.isArray(ownerReferences) && ownerReferences.length > 0;
};

function isOf({ metadata: { annotations = {} } }: Manifest, { release, namespace }: Whose): boolean {
  return annotations[RELEASE] === release && (annotations[RELEASE_NAMESPACE] ?? namespace) === namespace;
}

const isCalled = ({ metadata }: Manifest, { namespace, prefix }: Whose): boolean =>
  metadata.name.startsWith(prefix) && (metadata.namespace ?? namespace) === namespace;

function placed(object: Manifest, namespace: string): Manifest {
  const { metadata } = object;
  if (isClusterScoped(object.kind) || metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}

/** Every container of the objects, including init containers. */
export function containersOf(objects: readonly Manifest[]): Container[] {
  return objects.flatMap((object) => {
    const path = POD_SPECS[object.kind];
    const spec = path === undefined ? undefined : at(object, path);
    if (!isMap(spec)) return [];
    return [...listOf(spec.initContainers), ...listOf(spec.containers)].map((container) =>
      containerOf(object, container),
    );
  });
}

function containerOf({ kind, metadata }: Manifest, { name, image, resources, env, envFrom }: Entries): Container {
  const { limits, requests } = isMap(resources) ? resources : {};
  return {
    key: [kind, metadata.name, String(name)].join('/'),
    image: String(image ?? ''),
    resources: { limits: Object.fromEntries(entriesOf(limits)), requests: Object.fromEntries(entriesOf(requests)) },
    env: listOf(env).map(variableOf),
    envFrom: listOf(envFrom).flatMap(({ secretRef }) => (isMap(secretRef) ? String(secretRef.name) : [])),
  };
}

function variableOf({ name, value, valueFrom }: Entries): Variable {
  const reference = isMap(valueFrom) ? valueFrom.secretKeyRef : undefined;
  return {
    name: String(name),
    ...(value === undefined || value === null ? {} : { value: String(value) }),
    ...(isMap(reference) ? { secret: { name: String(reference.name), key: String(reference.key) } } : {}),
  };
}

/** The contents of the Secrets among the objects, by name and key. */
export function secretData(objects: readonly Manifest[]): Map<string, ReadonlyMap<string, string>> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'Secret')
      .map(({ metadata, data, stringData }) => [
        metadata.name,
        new Map([
          ...entriesOf(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString('utf8')] as const),
          ...entriesOf(stringData),
        ]),
      ]),
  );
}

type Entries = Readonly<Record<string, unknown>>;
const listOf = (value: unknown): Entries[] => (Array.isArray(value) ? value.filter(isMap) : []);
const entriesOf = (value: unknown): [string, string][] =>
  isMap(value) ? Object.entries(value).map(([key, text]) => [key, String(text)]) : [];
