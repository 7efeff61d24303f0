// Checks that credentials are in Secrets only: variables whose names mean a credential get their values from a Secret, and
// nothing else in the release repeats the contents of its Secrets.

import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { apiGroup, type Manifest } from '../../../k8s/object/manifest';
import { isCredentialKey, showsCredential } from '../../../k8s/secret/credential-name';
import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

export function* credentials({ containers }: Inventory): Generator<Finding> {
  for (const { container, note } of containers) {
    const { env = [] } = container;
    for (let index = 0; index < env.length; index++) {
      const { name, value } = env[index] as IEnvVar;
      if (!value || !showsCredential(name, value)) continue;
      yield note(`env[${index}].value`, `${name} is a credential: it belongs in a Secret`);
    }
  }
}

/** Shorter ones also appear by coincidence, for example if the password is the name of the database. */
const SHORTEST = 16;

const isSecret = (object: Manifest): boolean => object.kind === 'Secret' && apiGroup(object) === '';

export function* exposedSecrets({ objects }: Inventory): Generator<Finding> {
  const secrets = credentialsIn(objects);
  if (secrets.length === 0) return;
  for (const object of objects) {
    if (isSecret(object)) continue;
    for (const [field, text] of textsOf(object, '')) {
      const found = secrets.find(({ value }) => text.includes(value));
      if (found) yield { object, field, message: `repeats ${found.place}: a credential belongs in a Secret only` };
    }
  }
}

export interface Credential {
  /** `key token of Secret api`. */
  readonly place: string;
  readonly value: string;
}

/** The credentials in the Secrets of a release that are long enough to recognize elsewhere. */
export const credentialsIn = (objects: readonly Manifest[]): Credential[] =>
  objects.filter(isSecret).flatMap(credentialsOf);

function credentialsOf({ metadata, data = {}, stringData = {} }: Manifest): Credential[] {
  const encoded = Object.entries(data as Readonly<Record<string, string>>);
  const decoded = encoded.map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()] as const);
  return [...decoded, ...Object.entries(stringData as Readonly<Record<string, string>>)]
    .filter(([key, value]) => isCredentialKey(key) && value.length >= SHORTEST)
    .map(([key, value]) => ({ place: `key ${key} of Secret ${metadata.name}`, value }));
}

function* textsOf(value: unknown, path: string): Generator<[field: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsOf(item, `${path}[${index}]`);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* textsOf(item, path === '' ? key : `${path}.${key}`);
  }
}
