// Credentials of a component: rendered into one Secret of the release, or read from one that the user manages.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Labels } from '../labels';
import type { Release } from '../release';
import { existingSecret, secret } from './config';

export interface Credential {
  /** Key in the Secret. */
  readonly key: string;
  /** The value that the user set; empty if there is none. */
  readonly value: string;
  /** Whether the key is optional in a Secret that the user manages. */
  readonly optional?: boolean;
}

export interface CredentialOptions<Name extends string> {
  /** Name of the Secret if the release renders it. */
  readonly name: string;
  readonly labels: Labels;
  /** Name of the Secret that the user manages; empty if the release renders one. */
  readonly existing: string;
  readonly entries: Readonly<Record<Name, Credential>>;
}

/** The sources of environment variables by name; `undefined` for a credential that is not set. */
export function credentials<Name extends string>(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, existing, entries }: CredentialOptions<Name>,
): Record<Name, IEnvVarSource | undefined> {
  const all = Object.entries<Credential>(entries);
  if (existing) {
    const needed = all.filter(([, { optional }]) => !optional).map(([, { key }]) => key);
    existingSecret(release, existing, needed);
    return collect(all, ({ key, optional }) => ({
      secretKeyRef: { name: existing, key, ...(optional ? { optional } : {}) },
    }));
  }
  const given = all.filter(([, { value }]) => value !== '');
  if (given.length === 0) return collect(all, () => undefined);
  const data = Object.fromEntries(given.map(([, { key, value }]) => [key, value]));
  const rendered = secret(scope, id, release, { name, labels, data });
  return collect(all, ({ key, value }) => (value === '' ? undefined : rendered.key(key)));
}

const collect = <Name extends string>(
  entries: readonly [string, Credential][],
  source: (credential: Credential) => IEnvVarSource | undefined,
) =>
  Object.fromEntries(entries.map(([name, credential]) => [name, source(credential)])) as Record<
    Name,
    IEnvVarSource | undefined
  >;
