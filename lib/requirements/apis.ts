// Kinds that a cluster does not serve by default.

import { apiGroup, describe, isBuiltInGroup, type Manifest } from '../k8s/object/manifest';
import type { Inventory } from '../render/checks/inventory';
import { gathered } from './gathered';

export interface ApiNeed {
  /** `cert-manager.io/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the CustomResourceDefinition; absent if the API is served without one. */
  readonly crd?: string;
  /** The project that installs it, if known. */
  readonly from?: string;
  readonly by: readonly string[];
}

const PROVIDERS: Readonly<Record<string, string>> = {
  'cert-manager.io': 'cert-manager',
  'acme.cert-manager.io': 'cert-manager',
  'external-secrets.io': 'External Secrets Operator',
  'bitnami.com': 'Sealed Secrets',
  'monitoring.coreos.com': 'Prometheus Operator',
  'karpenter.sh': 'Karpenter',
  'karpenter.k8s.aws': 'Karpenter for AWS',
  'argoproj.io': 'Argo CD',
  'kustomize.toolkit.fluxcd.io': 'Flux',
  'source.toolkit.fluxcd.io': 'Flux',
  'gateway.networking.k8s.io': 'Gateway API',
  'snapshot.storage.k8s.io': 'CSI snapshot controller',
  'confidentialcontainers.org': 'Confidential Containers',
};

export function apiNeeds(inventory: Inventory): ApiNeed[] {
  const own = new Set(inventory.ofKind('CustomResourceDefinition').map(({ metadata }) => metadata.name));
  return gathered<Omit<ApiNeed, 'by'>>([
    ...inventory.objects.flatMap((object) => {
      const group = apiGroup(object);
      if (isBuiltInGroup(group)) return [];
      const { apiVersion, kind } = object;
      const crd = `${plural(kind)}.${group}`;
      const from = PROVIDERS[group];
      return own.has(crd)
        ? []
        : [{ need: { apiVersion, kind, crd, ...(from === undefined ? {} : { from }) }, by: describe(object) }];
    }),
    ...inventory.ofKind('HorizontalPodAutoscaler').filter(readsPodMetrics).map(metrics),
  ]);
}

const metrics = (object: Manifest) => ({
  need: { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', from: 'metrics-server' },
  by: describe(object),
});

function readsPodMetrics({ spec }: Manifest): boolean {
  const { metrics = [] } = spec as { readonly metrics?: readonly { readonly type: string }[] };
  return metrics.some(({ type }) => type === 'Resource' || type === 'ContainerResource');
}

/** The plural, as Kubernetes derives it. */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith('s')) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
