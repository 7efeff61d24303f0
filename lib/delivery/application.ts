// The Application that delivers a release with Argo CD.

import { Application } from '../../imports/argoproj.io';
import type { Manifest } from '../k8s/manifest';
import { at } from '../render/checks/inventory';
import type { Layout } from '../render/layout';
import type { Rendered } from '../render/render';
import { isBarePod } from './guard';
import { plainPath } from './paths';
import type { DeliverySettings } from './settings';

export function application(
  { name, namespace, objects }: Rendered,
  { repo, revision, namespace: own, argocd }: DeliverySettings,
  layout: Layout,
  path: string,
): Manifest {
  const { project, server, automated, createNamespace, cascade } = argocd;
  const files =
    layout === 'release'
      ? { path: plainPath(path), directory: { include: `${name}.k8s.yaml` } }
      : { path: plainPath(`${path}/${name}`) };
  return Application.manifest({
    metadata: {
      name,
      namespace: own || 'argocd',
      ...(cascade ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
    },
    spec: {
      project,
      source: { repoUrl: repo, targetRevision: revision || 'HEAD', ...files },
      destination: { server, namespace },
      syncPolicy: {
        ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
        ...(createNamespace ? { syncOptions: ['CreateNamespace=true'] } : {}),
      },
      ...(objects.some(isTolerant) ? { ignoreDifferences: [ADDED_TOLERATIONS] } : {}),
    },
  }) as Manifest;
}

/** The API server gives every pod two more tolerations. */
const ADDED_TOLERATIONS = {
  kind: 'Pod',
  jqPathExpressions: [
    '.spec.tolerations[] | select(.key == "node.kubernetes.io/not-ready" or .key == "node.kubernetes.io/unreachable")',
  ],
};

const isTolerant = (object: Manifest): boolean => isBarePod(object) && at(object, 'spec.tolerations') !== undefined;
