// Secrets that only the controller of Sealed Secrets opens. One that did not change keeps its earlier ciphertext.

import type { KeyObject } from 'node:crypto';
import { SealedSecret } from '../../../imports/bitnami.com';
import { describe, type Manifest } from '../../k8s/manifest';
import { shortHash } from '../../k8s/naming';
import { fingerprint, isOf } from './fingerprint';
import { seal } from './seal';

/** How a Secret is sealed, and known again when it did not change. */
export interface Sealing {
  readonly seal: typeof seal;
  readonly fingerprint: typeof fingerprint;
}

/** Opens nowhere, but says the same of the same Secret: for comparing renders that nobody sees. */
export const REPEATABLE: Sealing = {
  seal: (_key, namespace, name, plaintext) => shortHash([namespace, name, plaintext.toString('base64')]),
  fingerprint: shortHash,
};

export interface SealingSettings {
  readonly key?: KeyObject;
  readonly sealing?: Sealing;
  readonly earlier: readonly Manifest[];
}

/** Of one Secret; and, on the first of several, of all: a fingerprint takes its time, so all are known by one. */
const PRINT = 'sandbox-charts/fingerprint';
const PRINT_OF_ALL = 'sandbox-charts/fingerprint-of-all';

interface Sealed {
  readonly secret: Manifest;
  /** All that would make another SealedSecret of it. */
  readonly content: string;
  readonly before: Manifest | undefined;
}

/** What stands in place of each Secret. */
export function sealedSecrets(secrets: readonly Manifest[], settings: SealingSettings): Map<Manifest, Manifest> {
  const { key, earlier, sealing = { seal, fingerprint } } = settings;
  const [first] = secrets;
  if (!first) return new Map();
  if (!key) throw new Error(`${describe(first)} needs --certificate for sealed-secrets`);
  const spki = key.export({ type: 'spki', format: 'der' }).toString('base64');
  const all = secrets.map((secret): Sealed => {
    const { name, namespace = '' } = secret.metadata;
    const content = JSON.stringify([namespace, name, spki, dataOf(secret)]);
    return { secret, content, before: earlierOf(secret, earlier) };
  });
  const together = JSON.stringify(all.map(({ content }) => content));
  const printOfAll = annotation(all[0]?.before, PRINT_OF_ALL);
  const isKept = all.every(({ before }) => before) && printOfAll !== undefined && isOf(printOfAll, together);
  return new Map(
    all.map(({ secret, content, before }, index) => {
      const print = annotation(before, PRINT);
      const kept = before !== undefined && print !== undefined && (isKept || isOf(print, content));
      const prints = {
        [PRINT]: kept ? print : sealing.fingerprint(content),
        ...(index === 0 && all.length > 1
          ? { [PRINT_OF_ALL]: isKept ? printOfAll : sealing.fingerprint(together) }
          : {}),
      };
      return [secret, sealedSecret(secret, kept ? encryptedIn(before) : encrypted(secret, key, sealing), prints)];
    }),
  );
}

/** By key, so that the order of a values file does not matter. */
const dataOf = ({ data }: Manifest) =>
  Object.entries((data ?? {}) as Readonly<Record<string, string>>).sort(([a], [b]) => (a < b ? -1 : 1));

const earlierOf = ({ metadata: { name, namespace } }: Manifest, earlier: readonly Manifest[]) =>
  earlier.find(
    ({ kind, metadata }) => kind === 'SealedSecret' && metadata.name === name && metadata.namespace === namespace,
  );

const annotation = (object: Manifest | undefined, name: string) => object?.metadata.annotations?.[name];

function encrypted(secret: Manifest, key: KeyObject, sealing: Sealing): Record<string, string> {
  const { name, namespace = '' } = secret.metadata;
  return Object.fromEntries(
    dataOf(secret).map(([field, text]) => [field, sealing.seal(key, namespace, name, Buffer.from(text, 'base64'))]),
  );
}

const encryptedIn = ({ spec }: Manifest): Record<string, string> =>
  (spec as { readonly encryptedData: Record<string, string> }).encryptedData;

const sealedSecret = (
  { metadata, type }: Manifest,
  encryptedData: Record<string, string>,
  prints: Record<string, string>,
): Manifest =>
  SealedSecret.manifest({
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...prints } },
    spec: { encryptedData, template: { metadata, type: type as string } },
  }) as Manifest;
