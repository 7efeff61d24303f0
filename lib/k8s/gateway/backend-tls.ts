// BackendTLSPolicies: how Gateways reach a server that terminates TLS itself.

import type { Construct } from 'constructs';
import type { BackendTlsPolicySpec } from '../../../imports/gateway.networking.k8s.io';
import type { Labels } from '../labels';
import type { Release } from '../release';
import { gatewayObject } from './object';
import type { BackendTlsValues } from './values';

export interface BackendTlsOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly values: BackendTlsValues;
  /** The name in the certificate, unless the values have one. */
  readonly host: string;
  readonly service: string;
}

export function backendTlsPolicy(
  scope: Construct,
  release: Release,
  { name, labels, values: { hostname, caConfigMap }, host, service }: BackendTlsOptions,
): void {
  if (caConfigMap) release.external('ConfigMap', caConfigMap, ['ca.crt']);
  gatewayObject(scope, 'backend-tls-policy', 'BackendTLSPolicy', release.metadata(name, labels), {
    targetRefs: [{ group: '', kind: 'Service', name: service }],
    validation: {
      hostname: hostname || host,
      ...(caConfigMap
        ? { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: caConfigMap }] }
        : { wellKnownCACertificates: 'System' }),
    },
  } satisfies BackendTlsPolicySpec);
}
