// Objects outside the release that must exist, such as the issuers and secret stores that its objects refer to.

import type { CertificateSpec } from '../../imports/cert-manager.io';
import type { ExternalSecretSpec } from '../../imports/external-secrets.io';
import type { Manifest } from '../k8s/object/manifest';
import { type ExternalObject, isOfEveryNamespace } from '../k8s/release';
import type { Inventory } from '../render/checks/inventory';
import { creation } from '../secrets/creation';

export interface KeptNeed {
  readonly kind: string;
  readonly name: string;
  /** Absent for a cluster-scoped object. */
  readonly namespace?: string;
  /** Keys of a Secret or ConfigMap, or entries of a store. */
  readonly keys?: readonly string[];
  /** Type of a Secret. */
  readonly type?: string;
  /** The command that creates it, with values from variables and files of these names. */
  readonly command?: string;
}

const PULL_SECRET = { type: 'kubernetes.io/dockerconfigjson', keys: ['.dockerconfigjson'] };

export function keptNeeds(inventory: Inventory, externals: readonly ExternalObject[]): KeptNeed[] {
  const made = new Set(externals.filter(({ generated }) => generated).map(keyOf));
  const needs = new Map<string, Reference>();
  for (const reference of [...externals, ...pullSecrets(inventory), ...references(inventory)]) {
    const key = keyOf(reference);
    const { kind, name, namespace } = reference;
    if (made.has(key) || inventory.find(kind, namespace, name)) continue;
    // They are listed with the listeners that are needed on them.
    if (kind === 'Gateway') continue;
    if (isOfEveryNamespace(reference)) continue;
    const known = needs.get(key);
    const keys = [...new Set([...(known?.keys ?? []), ...reference.keys])];
    needs.set(key, { ...reference, ...known, keys });
  }
  return [...needs.values()].map(needOf);
}

const keyOf = ({ kind, namespace = '', name }: Reference): string => `${kind}/${namespace}/${name}`;

function needOf({ kind, name, namespace, keys, type }: Reference): KeptNeed {
  const need = { kind, name, ...(namespace === undefined ? {} : { namespace }), ...(keys.length > 0 ? { keys } : {}) };
  if (kind !== 'Secret' || namespace === undefined) return need;
  const made = creation({ name, namespace, keys, ...(type === undefined ? {} : { type }) });
  return { ...need, type: made.type, command: made.command };
}

/** Secrets that the kubelet reads to pull images. */
function* pullSecrets({ pods }: Inventory): Generator<Reference> {
  for (const { spec, namespace = '' } of pods) {
    for (const { name } of spec.imagePullSecrets ?? []) {
      if (name !== undefined) yield { kind: 'Secret', name, namespace, ...PULL_SECRET };
    }
  }
}

export type Reference = Omit<ExternalObject, 'generated'>;

export function* references(inventory: Inventory): Generator<Reference> {
  for (const object of inventory.ofKind('Certificate')) {
    const { issuerRef } = (object.spec ?? {}) as Partial<CertificateSpec>;
    if (issuerRef) yield referred(object, issuerRef.kind ?? 'Issuer', issuerRef.name, []);
  }
  for (const object of inventory.ofKind('Ingress', 'Gateway')) {
    const { 'cert-manager.io/issuer': issuer, 'cert-manager.io/cluster-issuer': ofCluster } =
      object.metadata.annotations ?? {};
    if (issuer) yield referred(object, 'Issuer', issuer, []);
    if (ofCluster) yield referred(object, 'ClusterIssuer', ofCluster, []);
  }
  for (const object of inventory.ofKind('ExternalSecret')) {
    const { secretStoreRef, data = [], dataFrom = [] } = (object.spec ?? {}) as ExternalSecretSpec;
    const whole = dataFrom.flatMap(({ extract }) => extract?.key ?? []);
    const entries = new Set([...data.map(({ remoteRef }) => remoteRef.key), ...whole]);
    if (secretStoreRef) yield referred(object, secretStoreRef.kind ?? 'SecretStore', secretStoreRef.name, [...entries]);
  }
}

function referred({ metadata }: Manifest, kind: string, name: string, keys: readonly string[]): Reference {
  const { namespace } = metadata;
  return { kind, name, keys, ...(kind.startsWith('Cluster') || namespace === undefined ? {} : { namespace }) };
}
