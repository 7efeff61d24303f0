// References by name: Secrets, ConfigMaps, claims, accounts, certificates, issuers, targets of autoscalers and budgets.

import type { CertificateSpec } from '../../../../imports/cert-manager.io';
import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import { referencedObjects } from '../../../k8s/object/references';
import { at, type Inventory, isForeign, type PodOwner } from '../../../render/checks/inventory';
import type { GraphBuilder } from './model';
import { referredNode } from './objects';

interface Target {
  readonly kind: string;
  readonly name: string | undefined;
  readonly label?: string;
  readonly namespace?: string | undefined;
}

export function addReferences(graph: GraphBuilder, inventory: Inventory): void {
  const add = (object: Manifest, { kind, name, label, namespace = object.metadata.namespace }: Target): void => {
    if (name === undefined || name === '') return;
    const to = graph.node(referredNode(inventory, kind, namespace, name));
    graph.edge({ from: objectKey(object), to, kind: 'reference', ...(label === undefined ? {} : { label }) });
  };
  for (const pod of inventory.pods) for (const target of ofPod(pod)) add(pod.object, target);
  for (const object of inventory.objects) {
    if (!isForeign(object)) for (const target of ofObject(object)) add(object, target);
  }
  for (const object of inventory.ofKind('PodDisruptionBudget')) {
    const selector = at(object, 'spec.selector.matchLabels') as Readonly<Record<string, string>> | undefined;
    for (const pod of selector ? inventory.podsWith(selector, object.metadata.namespace) : []) {
      graph.edge({ from: objectKey(object), to: objectKey(pod.object), kind: 'reference' });
    }
  }
  for (const object of inventory.ofKind('NetworkPolicy')) {
    const selector = (at(object, 'spec.podSelector.matchLabels') ?? {}) as Readonly<Record<string, string>>;
    for (const pod of inventory.podsWith(selector, object.metadata.namespace)) {
      graph.edge({ from: objectKey(object), to: objectKey(pod.object), kind: 'reference' });
    }
  }
}

function* ofPod({ spec }: PodOwner): Generator<Target> {
  for (const { kind, name, key } of referencedObjects(spec)) {
    yield { kind, name, ...(key === undefined ? {} : { label: key }) };
  }
  for (const { name } of spec.imagePullSecrets ?? []) yield { kind: 'Secret', name, label: 'pulls images' };
  for (const { persistentVolumeClaim: claim } of spec.volumes ?? []) {
    if (claim) yield { kind: 'PersistentVolumeClaim', name: claim.claimName };
  }
  if (spec.serviceAccountName !== 'default') yield { kind: 'ServiceAccount', name: spec.serviceAccountName };
}

function* ofObject(object: Manifest): Generator<Target> {
  const read = (path: string) => at(object, path) as string | undefined;
  if (object.kind === 'Ingress') {
    for (const { secretName } of (at(object, 'spec.tls') ?? []) as readonly { readonly secretName?: string }[]) {
      yield { kind: 'Secret', name: secretName, label: 'certificate' };
    }
  }
  if (object.kind === 'Gateway') {
    for (const { tls } of (at(object, 'spec.listeners') ?? []) as readonly Listener[]) {
      for (const { name, namespace } of tls?.certificateRefs ?? []) {
        yield { kind: 'Secret', name, namespace, label: 'certificate' };
      }
    }
  }
  if (object.kind === 'Route') {
    yield { kind: 'Secret', name: read('spec.tls.externalCertificate.name'), label: 'certificate' };
  }
  if (object.kind === 'Certificate') {
    const { secretName, issuerRef } = (object.spec ?? {}) as Partial<CertificateSpec>;
    yield { kind: 'Secret', name: secretName, label: 'creates' };
    yield { kind: issuerRef?.kind ?? 'Issuer', name: issuerRef?.name, label: 'issued by' };
  }
  if (object.kind === 'ExternalSecret' || object.kind === 'SealedSecret') {
    const name = read('spec.target.name') ?? object.metadata.name;
    yield { kind: 'Secret', name, label: 'creates' };
  }
  if (object.kind === 'ExternalSecret') {
    yield { kind: read('spec.secretStoreRef.kind') ?? 'SecretStore', name: read('spec.secretStoreRef.name') };
  }
  if (object.kind === 'Ingress' || object.kind === 'Gateway') {
    const { annotations } = object.metadata;
    yield { kind: 'Issuer', name: annotations?.['cert-manager.io/issuer'] };
    yield { kind: 'ClusterIssuer', name: annotations?.['cert-manager.io/cluster-issuer'] };
  }
  if (object.kind === 'HorizontalPodAutoscaler') {
    yield { kind: read('spec.scaleTargetRef.kind') ?? '', name: read('spec.scaleTargetRef.name'), label: 'scales' };
  }
  if (object.kind === 'StatefulSet') yield { kind: 'Service', name: read('spec.serviceName') };
}

interface Listener {
  readonly tls?: { readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[] };
}
