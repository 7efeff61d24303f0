// Where the TLS Secret of an Ingress or server comes from.

import type { Construct } from 'constructs';
import type { IIngressTLS } from 'kubernetes-models/networking.k8s.io/v1/IngressTLS';
import { boolean, list, object, objectName, type Static, type TObject, text } from '../../values/schema/schema';
import type { Rule } from '../../values/validate';
import type { Labels } from '../labels';
import type { Release } from '../release';
import { existingSecret, secret } from '../secret/config';
import type { ScriptRunner } from '../workload/script-job';
import type { CertManagerValues } from './cert-manager-values';
import { certificateFault, isOfAnotherCertificate, OTHER_CERTIFICATE, privateKeyFault } from './pem';
import type { CertificateRequest } from './self-signed';

/** cert-manager creates the certificate of an Ingress with one of these annotations. */
const ISSUER_ANNOTATIONS = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** The keys that an Ingress reads from a Secret. */
export const TLS_KEYS = ['tls.crt', 'tls.key'];

/** The TLS keys of an Ingress. */
export const tlsKeys = () => ({
  tls: boolean({ description: 'Whether the Ingress serves HTTPS.', default: true }),
  tlsSecretName: objectName({
    description: 'Secret with the certificate; defaults to <host>-tls.',
    default: '',
  }),
  selfSigned: boolean({
    description: 'Whether a Job creates a self-signed certificate in the cluster.',
    default: false,
  }),
  secrets: list(
    object({
      name: objectName({ description: 'Name of the Secret: that of the Ingress, or one listed in extraTls.' }),
      certificate: text({ description: 'Certificate chain, as PEM.', minLength: 1 }),
      key: text({ description: 'Private key, as PEM.', minLength: 1, secret: true, multiline: true }),
    }),
    { description: 'Your own certificates; each one is rendered as a Secret.', default: [] },
  ),
});

export type TlsValues = Static<TObject<ReturnType<typeof tlsKeys>>>;

/** What creates certificates that the user does not provide. */
export interface CertificateSource {
  readonly certManager: CertManagerValues;
  readonly runner: ScriptRunner;
  /** Whether cert-manager creates its certificates for the listeners of a Gateway. */
  readonly gateway?: boolean;
}

interface IngressTls extends TlsValues {
  readonly annotations: Readonly<Record<string, string>>;
  readonly extraTls: readonly IIngressTLS[];
}

/** The annotations that request a certificate for an Ingress or a Gateway. */
export const issuersIn = (annotations: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations).filter(([name]) => ISSUER_ANNOTATIONS.includes(name)));

export const hasIssuer = ({ annotations }: Pick<IngressTls, 'annotations'>) =>
  ISSUER_ANNOTATIONS.some((name) => Object.hasOwn(annotations, name));

/**
 * Provides the TLS Secret of an Ingress: from `secrets`, cert-manager or the self-signed Job; otherwise the user manages
 * it. All of `secrets` are created, with the labels of the Ingress's `owner`.
 */
export function ingressCertificates(
  scope: Construct,
  id: string,
  release: Release,
  values: IngressTls,
  request: CertificateRequest,
  source: CertificateSource,
  owner: Labels,
): void {
  for (const { name, certificate: chain, key } of values.secrets) {
    secret(scope, `${id}-${name}`, release, {
      name,
      labels: owner,
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': chain, 'tls.key': key },
    });
  }
  if (!values.tls) return;
  const own = new Set(values.secrets.map(({ name }) => name));
  for (const { secretName } of values.extraTls) {
    if (secretName && !own.has(secretName)) existingSecret(release, secretName, TLS_KEYS);
  }
  if (own.has(request.secretName)) return;
  if (hasIssuer(values)) release.generated('Secret', request.secretName, TLS_KEYS);
  else if (!madeCertificate(scope, id, release, values.selfSigned, request, source)) {
    existingSecret(release, request.secretName, TLS_KEYS);
  }
}

/** Whether cert-manager or the self-signed Job creates the certificate of an Ingress. */
export const isMade = (
  values: Omit<IngressTls, 'extraTls'> & { readonly enabled: boolean },
  secretName: string,
  { issuer }: CertManagerValues,
): boolean =>
  values.enabled &&
  values.tls &&
  (hasIssuer(values) || issuer !== '' || values.selfSigned) &&
  !values.secrets.some(({ name }) => name === secretName);

/** What creates certificates, loaded on demand. */
const makers = {
  certManager: () => require('./cert-manager') as typeof import('./cert-manager'),
  job: () => require('./self-signed') as typeof import('./self-signed'),
};

/** Creates the certificate with cert-manager or, if enabled, the self-signed Job. False if neither creates it. */
export function madeCertificate(
  scope: Construct,
  id: string,
  release: Release,
  wantsSelfSigned: boolean,
  request: CertificateRequest,
  { certManager, runner, gateway = false }: CertificateSource,
): boolean {
  if (certManager.issuer !== '' && gateway) release.generated('Secret', request.secretName, TLS_KEYS);
  else if (certManager.issuer !== '') makers.certManager().certificate(scope, id, release, certManager, request);
  else if (wantsSelfSigned) makers.job().selfSigned(scope, id, release, { ...request, runner });
  else return false;
  return true;
}

/** Errors and warnings about combinations of TLS values. `secretName` is the Secret that the Ingress uses. */
export function tlsRules<V>(
  select: (values: V) => IngressTls & { readonly enabled: boolean },
  secretName: (values: V) => string,
): Rule<V>[] {
  return [
    (values, report) => {
      const { enabled, secrets } = select(values);
      for (const [index, { name }] of secrets.entries()) {
        if (enabled && secrets.findIndex((other) => other.name === name) !== index) {
          report.error((v) => select(v).secrets[index]?.name, `duplicate name ${name}`);
        }
      }
    },
    (values, report) => {
      const { enabled, tls, selfSigned: wanted, secrets } = select(values);
      if (enabled && tls && wanted && secrets.some(({ name }) => name === secretName(values))) {
        report.error((v) => select(v).selfSigned, `conflicts with secrets: both create Secret ${secretName(values)}`);
      }
    },
    (values, report) => {
      const { enabled, tls, selfSigned: wanted } = select(values);
      if (enabled && tls && wanted && hasIssuer(select(values))) {
        report.error(
          (v) => select(v).selfSigned,
          'conflicts with the annotation that requests a certificate from cert-manager',
        );
      }
    },
    (values, report) => {
      const { enabled, tls, extraTls } = select(values);
      const isRequested = enabled && tls && hasIssuer(select(values));
      for (const [index, { secretName: name }] of isRequested ? extraTls.entries() : []) {
        if (name !== secretName(values)) continue;
        report.error(
          (v) => select(v).extraTls[index]?.secretName,
          `${name} is the Secret of the main hosts: cert-manager would request it twice, with different hosts (add hosts with extraHosts, or use another Secret)`,
        );
      }
    },
    (values, report) => {
      const { enabled, tls, selfSigned: wanted } = select(values);
      if (enabled && !tls && wanted) report.warning((v) => select(v).selfSigned, 'has no effect: tls is false');
    },
    (values, report) => {
      const { enabled, secrets } = select(values);
      for (const [index, { certificate: chain, key }] of secrets.entries()) {
        if (!enabled) return;
        const [ofChain, ofKey] = [certificateFault(chain), privateKeyFault(key)];
        if (ofChain) report.error((v) => select(v).secrets[index]?.certificate, ofChain);
        if (ofKey) report.error((v) => select(v).secrets[index]?.key, ofKey);
        if (!ofChain && !ofKey && isOfAnotherCertificate(chain, key)) {
          report.error((v) => select(v).secrets[index]?.key, OTHER_CERTIFICATE);
        }
      }
    },
  ];
}
