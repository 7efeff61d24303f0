// Secrets with values encrypted by SOPS: they remain Secrets, and the tool that applies them decrypts them. With a
// fingerprintKey, unchanged ones keep their ciphertext.

import { randomBytes } from 'node:crypto';
import { isEncrypted } from '../k8s/encrypted';
import type { Manifest } from '../k8s/object/manifest';
import { hmacSha256 } from '../names/hash';
import { FINGERPRINT, isFingerprint } from './fingerprint';

/** The master keys to encrypt with. Without any, `.sops.yaml` determines them. */
export interface Recipients {
  readonly age: readonly string[];
  readonly pgp: readonly string[];
  readonly kms: readonly string[];
}

/** A Secret with encrypted values, and the metadata that SOPS adds. Throws if it cannot be encrypted. */
export type Encrypt = (secret: Manifest, recipients: Recipients) => Manifest;

export interface SopsSettings {
  readonly recipients: Recipients;
  /** Default: `comparable`. */
  readonly encrypt?: Encrypt;
  readonly earlier: readonly Manifest[];
}

type Values = Readonly<Record<string, string>>;

const processKey = randomBytes(32).toString('base64');

/** Cannot be decrypted, but is deterministic: only for comparing renders. */
export const comparable: Encrypt = (secret) => ({
  ...secret,
  data: Object.fromEntries(
    sorted(valuesOf(secret)).map(([key, value]) => [
      key,
      `ENC[${hmacSha256(processKey, JSON.stringify([key, value]))}]`,
    ]),
  ),
  sops: {},
});

/** The replacement of each Secret. */
export function sopsSecrets(
  secrets: readonly Manifest[],
  { recipients, encrypt = comparable, earlier }: SopsSettings,
  fingerprintKey: string,
): Map<Manifest, Manifest> {
  return new Map(secrets.map((secret) => [secret, encrypted(secret)]));

  function encrypted(secret: Manifest): Manifest {
    const there = earlier.find((candidate) => isOf(secret, candidate));
    if (fingerprintKey === '') return withBlock(encrypt(secret, recipients), there);
    const fingerprintOf = (ciphertext: Values) => fingerprint(fingerprintKey, recipients, secret, ciphertext);
    const isKnown = there && isFingerprint(there, fingerprintOf(valuesOf(there)));
    const made = isKnown ? there : withBlock(encrypt(secret, recipients), there);
    const annotations = { ...secret.metadata.annotations, [FINGERPRINT]: fingerprintOf(valuesOf(made)) };
    return { ...secret, metadata: { ...secret.metadata, annotations }, data: made.data, sops: made.sops };
  }
}

const isOf = ({ metadata: { name, namespace } }: Manifest, candidate: Manifest): boolean =>
  isEncrypted(candidate) && candidate.metadata.name === name && candidate.metadata.namespace === namespace;

/** In comparisons, the metadata of SOPS does not change. */
const withBlock = (made: Manifest, there: Manifest | undefined): Manifest => ({
  ...made,
  sops: Object.keys(made.sops as object).length > 0 ? made.sops : (there?.sops ?? {}),
});

/** Covers the value and the ciphertext, so that a replaced ciphertext is detected. */
function fingerprint(key: string, recipients: Recipients, secret: Manifest, ciphertext: Values): string {
  const { name, namespace = '' } = secret.metadata;
  const { age, pgp, kms } = recipients;
  const content = ['sops', namespace, name, [age, pgp, kms], sorted(valuesOf(secret)), sorted(ciphertext)];
  return hmacSha256(key, JSON.stringify(content));
}

const valuesOf = ({ data }: Manifest): Values => (data ?? {}) as Values;

const sorted = (values: Values): [string, string][] => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
