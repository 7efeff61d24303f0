// Certificates that cert-manager manages, and the issuer that signs them.

import type { Construct } from 'constructs';
import {
  Certificate,
  type CertificateSpec,
  ClusterIssuer,
  Issuer,
  type IssuerSpec,
} from '../../../imports/cert-manager.io';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import type { CertManagerValues, IssuerValues } from './cert-manager-values';
import type { CertificateRequest } from './self-signed';
import type { VaultValues } from './vault-values';

/** Which issuer signs, and what all certificates have. */
export type CertificateValues = Pick<CertManagerValues, 'issuer' | 'kind'> & Partial<CertManagerValues>;

/** A Certificate whose Secret cert-manager creates and renews. */
export function certificate(
  scope: Construct,
  id: string,
  release: Release,
  values: CertificateValues,
  { name, labels, secretName, hosts }: Omit<CertificateRequest, 'validDays'>,
): void {
  const { issuer, kind } = values;
  const metadata = release.metadata(name, labels);
  const issuerRef = { name: issuer, kind, group: 'cert-manager.io' };
  const spec = { secretName, dnsNames: [...hosts], ...ofAll(values), issuerRef };
  new ApiObject(scope, id, Certificate.manifest({ metadata, spec }));
  release.generated('Secret', secretName, ['tls.crt', 'tls.key', 'ca.crt']);
}

/** The fields that the values set for every certificate. */
function ofAll({ duration, renewBefore, subject, usages, privateKey }: CertificateValues): Partial<CertificateSpec> {
  return given({
    duration,
    renewBefore,
    subject: given(subject ?? {}),
    usages: usages as CertificateSpec['usages'],
    privateKey: given(privateKey ?? {}) as CertificateSpec['privateKey'],
  });
}

/** Without empty fields. */
function given<T extends object>(fields: T): T {
  const isEmpty = (value: unknown) =>
    value === undefined || value === '' || (typeof value === 'object' && Object.keys(value as object).length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value))) as T;
}

/** The issuer of the release: self-signed unless it has a CA or Vault. */
export function ownIssuer(
  scope: Construct,
  id: string,
  release: Release,
  { issuer, kind, ca, vault }: Omit<IssuerValues, 'selfSigned'>,
  labels: Labels,
): void {
  const spec: IssuerSpec = ca ? { ca } : vault ? { vault: vaultSpec(vault) } : { selfSigned: {} };
  const secrets = secretsOf({ ca, vault });
  if (kind === 'Issuer') for (const { name, keys } of secrets) release.external('Secret', name, keys);
  else if (secrets.length > 0) {
    const described = secrets.map(({ name, keys }) => `${name} with ${keys.join(', ')}`).join('; ');
    release.note(`ClusterIssuer ${issuer} reads Secrets in cert-manager's own namespace: ${described}`);
  }
  const manifest =
    kind === 'Issuer'
      ? Issuer.manifest({ metadata: release.metadata(issuer, labels), spec })
      : ClusterIssuer.manifest({ metadata: release.clusterMetadata(issuer, labels), spec });
  new ApiObject(scope, id, manifest);
}

function vaultSpec({ auth, ...vault }: VaultValues) {
  const { kubernetes } = auth;
  const serviceAccountRef = kubernetes && given(kubernetes.serviceAccountRef);
  return {
    ...given(vault),
    auth: given({ ...auth, ...(kubernetes ? { kubernetes: { ...kubernetes, serviceAccountRef } } : {}) }),
  };
}

function secretsOf({ ca, vault }: Pick<IssuerValues, 'ca' | 'vault'>): { name: string; keys: string[] }[] {
  const { tokenSecretRef, appRole } = vault?.auth ?? {};
  const references = [vault?.caBundleSecretRef, tokenSecretRef, appRole?.secretRef];
  return [
    ...(ca ? [{ name: ca.secretName, keys: ['tls.crt', 'tls.key'] }] : []),
    ...references.flatMap((reference) => (reference ? [{ name: reference.name, keys: [reference.key] }] : [])),
  ];
}
