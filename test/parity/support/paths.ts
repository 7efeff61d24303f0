// Every field of objects as `KIND/NAME .path.to.field`. List items are identified by name if they have one.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { withoutHash } from '../../../lib/names/naming';

export function pathsOf(objects: readonly Manifest[]): string[] {
  const configMaps = new Map(
    objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata, data }) => [metadata.name, data as object]),
  );
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const name = `${kind}/${kind === 'Job' ? withoutHash(metadata.name) : metadata.name}`;
    return [name, ...[...fields(object, '', configMaps)].map((path) => `${name} ${path}`)];
  });
}

type ConfigMaps = ReadonlyMap<string, object>;

function* fields(value: unknown, path: string, configMaps: ConfigMaps): Generator<string> {
  if (path !== '') yield path;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* fields(item, itemPath(path, item as unknown, index), configMaps);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === 'env' || key === 'envFrom') yield* variables(item as readonly Variable[], `${path}.env`, configMaps);
    else yield* fields(item, `${path}.${key}`, configMaps);
  }
}

/** Keys that identify the items of a list. */
const KEYS = ['name', 'host'];

function itemPath(path: string, item: unknown, index: number): string {
  const found = KEYS.flatMap((key) => {
    const name = (item as Readonly<Record<string, unknown>> | null)?.[key];
    return typeof name === 'string' ? [`${path}[${key}=${name}]`] : [];
  });
  return found[0] ?? `${path}[${index}]`;
}

interface Variable {
  readonly name?: string;
  readonly secretRef?: { readonly name: string };
  readonly configMapRef?: { readonly name: string };
}

/** `.env.PORT`, also of a ConfigMap; `.env.<all of Secret codes>`. */
function* variables(list: readonly Variable[], path: string, configMaps: ConfigMaps): Generator<string> {
  yield path;
  for (const { name, secretRef, configMapRef } of list) {
    if (name !== undefined) yield `${path}.${name}`;
    if (secretRef) yield `${path}.<all of Secret ${secretRef.name}>`;
    for (const key of Object.keys(configMaps.get(configMapRef?.name ?? '') ?? {})) yield `${path}.${key}`;
  }
}
