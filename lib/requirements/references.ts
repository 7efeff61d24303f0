// Issuers and secret stores that objects of a release refer to and that are not part of it.

import type { CertificateSpec } from '../../imports/cert-manager.io';
import type { ExternalSecretSpec } from '../../imports/external-secrets.io';
import type { Manifest } from '../k8s/object/manifest';
import type { ExternalObject } from '../k8s/release';
import type { Inventory } from '../render/checks/inventory';

/** Cluster-scoped ones have no namespace. */
export type Reference = Omit<ExternalObject, 'namespace' | 'generated'> & { readonly namespace?: string };

export function* references(inventory: Inventory): Generator<Reference> {
  for (const object of inventory.ofKind('Certificate')) {
    const { issuerRef } = object.spec as CertificateSpec;
    yield referred(object, issuerRef.kind ?? 'Issuer', issuerRef.name, []);
  }
  for (const object of inventory.ofKind('Ingress')) {
    const { 'cert-manager.io/issuer': issuer, 'cert-manager.io/cluster-issuer': ofCluster } =
      object.metadata.annotations ?? {};
    if (issuer) yield referred(object, 'Issuer', issuer, []);
    if (ofCluster) yield referred(object, 'ClusterIssuer', ofCluster, []);
  }
  for (const object of inventory.ofKind('ExternalSecret')) {
    const { secretStoreRef, data = [] } = object.spec as ExternalSecretSpec;
    const entries = new Set(data.map(({ remoteRef }) => remoteRef.key));
    if (secretStoreRef) yield referred(object, secretStoreRef.kind ?? 'SecretStore', secretStoreRef.name, [...entries]);
  }
}

function referred({ metadata }: Manifest, kind: string, name: string, keys: readonly string[]): Reference {
  const { namespace } = metadata;
  return { kind, name, keys, ...(kind.startsWith('Cluster') || namespace === undefined ? {} : { namespace }) };
}
