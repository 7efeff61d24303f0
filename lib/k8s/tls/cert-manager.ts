// Certificates that cert-manager manages, and a self-signed Issuer.

import type { Construct } from 'constructs';
import { Certificate, ClusterIssuer, Issuer } from '../../../imports/cert-manager.io';
import { boolean, choice, object, objectName, type Static } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import type { Labels } from '../labels';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import type { CertificateRequest } from './self-signed';

export const certManagerValues = () =>
  object(
    {
      issuer: objectName({
        description:
          'Issuer of the TLS certificates for all Ingresses and servers. If empty, cert-manager is not used.',
        default: '',
      }),
      kind: choice(['Issuer', 'ClusterIssuer'], { description: 'Kind of the issuer.', default: 'ClusterIssuer' }),
      selfSigned: boolean({ description: 'Whether to create a self-signed issuer of that name.', default: false }),
    },
    { description: 'Certificates issued by cert-manager, which must be installed.' },
  );

const shape = certManagerValues();
export type CertManagerValues = Static<typeof shape>;

/** A Certificate whose Secret cert-manager creates and renews. */
export function certificate(
  scope: Construct,
  id: string,
  release: Release,
  { issuer, kind }: CertManagerValues,
  { name, labels, secretName, hosts }: Omit<CertificateRequest, 'validDays'>,
): void {
  const metadata = release.metadata(name, labels);
  const spec = { secretName, dnsNames: [...hosts], issuerRef: { name: issuer, kind, group: 'cert-manager.io' } };
  new ApiObject(scope, id, Certificate.manifest({ metadata, spec }));
  release.generated('Secret', secretName, ['tls.crt', 'tls.key', 'ca.crt']);
}

/** The self-signed issuer, if the values enable it. */
export function selfSignedIssuer(
  scope: Construct,
  id: string,
  release: Release,
  { issuer, kind, selfSigned }: CertManagerValues,
  labels: Labels,
): void {
  if (!selfSigned) return;
  const spec = { selfSigned: {} };
  const manifest =
    kind === 'Issuer'
      ? Issuer.manifest({ metadata: release.metadata(issuer, labels), spec })
      : ClusterIssuer.manifest({ metadata: release.clusterMetadata(issuer, labels), spec });
  new ApiObject(scope, id, manifest);
}

export function certManagerRules<V>(select: (values: V) => CertManagerValues): Rule<V>[] {
  return [
    (values, report) => {
      const { issuer, selfSigned } = select(values);
      if (selfSigned && issuer === '') {
        report.error((v) => select(v).issuer, 'is required with certManager.selfSigned');
      }
    },
  ];
}
