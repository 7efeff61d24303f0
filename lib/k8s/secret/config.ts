// Secrets and ConfigMaps of a release, and Secrets that the user manages.

import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';

export interface ConfigOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly data: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Secret of the release, or one that the user manages. */
export interface SecretHandle {
  /** Name of the Secret. */
  readonly name: string;
  /** The source of an environment variable with the value of `key`. */
  key(key: string): IEnvVarSource;
}

const handle = (name: string): SecretHandle => ({ name, key: (key) => ({ secretKeyRef: { name, key } }) });

/** A Secret of the release. Strings are written as base64 `data`, so that applying also removes keys. */
export function secret(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, data, annotations, type = 'Opaque' }: ConfigOptions & { readonly type?: string },
): SecretHandle {
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'utf8').toString('base64')]),
  );
  const metadata = release.metadata(name, labels, annotations);
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Secret', metadata, type, data: encoded } satisfies ISecret);
  release.remember('Secret', name);
  return handle(name);
}

/** A Secret that the user manages: it is never rendered, only read. `keys` are the keys that the pods need. */
export function existingSecret(release: Release, name: string, keys: readonly string[]): SecretHandle {
  release.external('Secret', name, keys);
  return handle(name);
}

/** A Secret that a Job of the release or a controller creates in the cluster, with these `keys`. */
export function generatedSecret(release: Release, name: string, keys: readonly string[]): SecretHandle {
  release.generated('Secret', name, keys);
  return handle(name);
}

/** A ConfigMap of the release. */
export function configMap(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, data, annotations }: ConfigOptions,
): void {
  const metadata = release.metadata(name, labels, annotations);
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } satisfies IConfigMap);
  release.remember('ConfigMap', name);
}
