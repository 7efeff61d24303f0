// Namespaces, with the Pod Security that their pods need.

import type { Construct } from 'constructs';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { ApiObject } from '../../lib/k8s/api-object';
import type { Release } from '../../lib/k8s/release';
import type { Values } from './values';

export interface NamespaceOptions {
  readonly name: string;
  /** Level of the Pod Security Standards that is enforced. */
  readonly level: 'privileged' | 'restricted';
  readonly component: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function namespace(
  scope: Construct,
  id: string,
  release: Release,
  { name, level, component, labels, annotations }: NamespaceOptions,
): void {
  const { labels: common, ...metadata } = release.clusterMetadata(name, release.labels(component), annotations);
  new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { ...metadata, labels: { ...common, 'pod-security.kubernetes.io/enforce': level, ...labels } },
  } satisfies INamespace);
}

/** The namespace of the release. The adaptor is a part of the node: it needs the host's network and folders. */
export function ownNamespace(scope: Construct, release: Release, { helmOwnership }: Values): void {
  const helm = {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      'meta.helm.sh/release-name': release.name,
      'meta.helm.sh/release-namespace': release.namespace,
    },
  };
  namespace(scope, 'namespace', release, {
    name: release.namespace,
    level: 'privileged',
    component: 'namespace',
    ...(helmOwnership ? helm : {}),
  });
}
