// Secrets that only the Sealed Secrets controller can decrypt. With a fingerprintKey, unchanged ones keep their
// ciphertext.

import { type KeyObject, randomBytes } from 'node:crypto';
import { SealedSecret } from '../../imports/bitnami.com';
import { describe, type Manifest } from '../k8s/object/manifest';
import { hmacSha256 } from '../names/hash';
import { FINGERPRINT, isFingerprint } from './fingerprint';
import { seal } from './seal';

export type Seal = typeof seal;

const processKey = randomBytes(32).toString('base64');

/** Cannot be decrypted, but is deterministic: only for comparing renders. */
export const REPEATABLE: Seal = (_key, namespace, name, plaintext) =>
  hmacSha256(processKey, JSON.stringify([namespace, name, plaintext.toString('base64')]));

export interface SealingSettings {
  /** Of the certificate. */
  readonly key?: KeyObject;
  readonly seal?: Seal;
  readonly earlier: readonly Manifest[];
}

type Encrypted = Readonly<Record<string, string>>;

/** The replacement of each Secret. Without a fingerprintKey, unchanged Secrets cannot be detected. */
export function sealedSecrets(
  secrets: readonly Manifest[],
  { key, earlier, seal: sealWith = seal }: SealingSettings,
  fingerprintKey: string,
): Map<Manifest, Manifest> {
  const [first] = secrets;
  if (!first) return new Map();
  if (!key) throw new Error(`${describe(first)} requires --certificate for sealed-secrets`);
  const certificate = publicPart(key);
  return new Map(
    secrets.map((secret) => {
      const fingerprintOf = (encrypted: Encrypted) => fingerprint(fingerprintKey, certificate, secret, encrypted);
      if (fingerprintKey === '') return [secret, sealedSecret(secret, encrypted(secret, key, sealWith), {})];
      const known = earlier.find((candidate) => isOf(secret, candidate) && isIntact(candidate, fingerprintOf));
      const encryptedData = known ? encryptedIn(known) : encrypted(secret, key, sealWith);
      return [secret, sealedSecret(secret, encryptedData, { [FINGERPRINT]: fingerprintOf(encryptedData) })];
    }),
  );
}

const publicParts = new WeakMap<KeyObject, string>();

/** Releases share the certificate, and exporting its key takes as long as a fingerprint. */
function publicPart(key: KeyObject): string {
  const known = publicParts.get(key) ?? key.export({ type: 'spki', format: 'der' }).toString('base64');
  publicParts.set(key, known);
  return known;
}

/** Covers the sealed contents and the ciphertext, so that a replaced ciphertext is detected. */
function fingerprint(fingerprintKey: string, certificate: string, secret: Manifest, encrypted: Encrypted): string {
  const { name, namespace = '' } = secret.metadata;
  const content = ['sealed', namespace, name, certificate, dataOf(secret), sorted(encrypted)];
  return hmacSha256(fingerprintKey, JSON.stringify(content));
}

const sorted = (map: Encrypted): [string, string][] => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

const dataOf = ({ data }: Manifest) => sorted((data ?? {}) as Encrypted);

const isOf = ({ metadata: { name, namespace } }: Manifest, { kind, metadata }: Manifest): boolean =>
  kind === 'SealedSecret' && metadata.name === name && metadata.namespace === namespace;

const isIntact = (sealed: Manifest, fingerprintOf: (encrypted: Encrypted) => string): boolean =>
  isFingerprint(sealed, fingerprintOf(encryptedIn(sealed)));

const encrypted = (secret: Manifest, key: KeyObject, sealWith: Seal): Encrypted => {
  const { name, namespace = '' } = secret.metadata;
  return Object.fromEntries(
    dataOf(secret).map(([field, text]) => [field, sealWith(key, namespace, name, Buffer.from(text, 'base64'))]),
  );
};

const encryptedIn = ({ spec }: Manifest): Encrypted =>
  (spec as { readonly encryptedData?: Encrypted } | undefined)?.encryptedData ?? {};

/** Lets the controller take over the Secret again after its SealedSecret was recreated, for example from a backup. */
const managed = ({ annotations }: Manifest['metadata']) => ({
  'sealedsecrets.bitnami.com/managed': 'true',
  ...annotations,
});

const sealedSecret = (
  { metadata, type }: Manifest,
  encryptedData: Encrypted,
  annotations: Readonly<Record<string, string>>,
): Manifest => {
  const all = { ...metadata.annotations, ...annotations };
  return SealedSecret.manifest({
    metadata: { ...metadata, ...(Object.keys(all).length > 0 ? { annotations: all } : {}) },
    spec: {
      encryptedData,
      template: { metadata: { ...metadata, annotations: managed(metadata) }, type: type as string },
    },
  }) as Manifest;
};
