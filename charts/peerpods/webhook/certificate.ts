// The certificate that the webhook serves, and how the API server trusts it.

import type { Construct } from 'constructs';
import { existingSecret } from '../../../lib/k8s/secret/config';
import { certificate, ownIssuer } from '../../../lib/k8s/tls/cert-manager';
import { TLS_KEYS } from '../../../lib/k8s/tls/tls';
import type { Manager } from '../manager';
import type { Values } from '../values';
import { readBundle } from './ca-bundle';

/** The settings for the certificate in the webhook configuration. */
export interface Trust {
  readonly annotations: Readonly<Record<string, string>>;
  readonly clientConfig: { readonly caBundle?: string };
}

/** Requests it from cert-manager, or uses the Secret that the user provides. `service` is the name in the certificate. */
export function serving(
  scope: Construct,
  { release, labels, prefix }: Manager,
  { certManager, certificate: own }: Values['webhook'],
  service: string,
): Trust {
  if (!certManager.enabled) {
    existingSecret(release, own.secretName, TLS_KEYS);
    return { annotations: {}, clientConfig: { caBundle: readBundle(own.caBundle).bundle } };
  }
  const issuer = { issuer: `${prefix}selfsigned-issuer`, kind: 'Issuer' } as const;
  ownIssuer(scope, 'webhook-issuer', release, issuer, labels);
  const name = `${prefix}serving-cert`;
  const host = `${service}.${release.namespace}.svc`;
  certificate(scope, 'webhook-certificate', release, issuer, {
    name,
    labels,
    secretName: own.secretName,
    hosts: [host, `${host}.cluster.local`],
  });
  return { annotations: { 'cert-manager.io/inject-ca-from': `${release.namespace}/${name}` }, clientConfig: {} };
}
