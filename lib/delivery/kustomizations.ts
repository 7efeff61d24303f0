// The Kustomizations that deliver a release with Flux: one for each stage, which waits for what later stages need.

import {
  Kustomization,
  type KustomizationSpecHealthCheckExprs,
  KustomizationSpecSourceRefKind,
} from '../../imports/kustomize.toolkit.fluxcd.io';
import type { Manifest } from '../k8s/manifest';
import type { Rendered } from '../render/render';
import { plainPath } from './paths';
import type { DeliverySettings } from './settings';
import { hasLater, type StageObjects, stagesOf } from './stages';

/** How long a stage may take whose Jobs may migrate a database, and any other. */
const TIMEOUTS = { jobs: '40m', others: '5m' } as const;

export const fluxNamespace = ({ namespace }: DeliverySettings): string => namespace || 'flux-system';

/** `path` is that of the output folder in the source. */
export function kustomizations(rendered: Rendered, settings: DeliverySettings, path: string): Manifest[] {
  const { name: release } = rendered;
  const { source, interval, timeout } = settings.flux;
  const groups = stagesOf(rendered);
  const nameOf = ({ stage }: StageObjects): string => `${release}-${stage}`;
  return groups.map((group, index) => {
    const before = groups[index - 1];
    return Kustomization.manifest({
      metadata: { name: nameOf(group), namespace: fluxNamespace(settings) },
      spec: {
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: source },
        path: `./${plainPath(`${path}/${release}/${group.stage}`)}`,
        interval,
        retryInterval: '2m',
        timeout: timeout || (group.objects.some(({ kind }) => kind === 'Job') ? TIMEOUTS.jobs : TIMEOUTS.others),
        prune: true,
        ...waits(group, rendered),
        ...(before ? { dependsOn: [{ name: nameOf(before) }] } : {}),
      },
    }) as Manifest;
  });
}

/** What the stage waits for: a worker of Flux waits with it, so it is nothing that no later stage needs. */
function waits({ stage, objects }: StageObjects, { lifecycle }: Pick<Rendered, 'lifecycle'>) {
  switch (stage) {
    case 'setup': {
      const kinds = new Set(objects.map(({ kind }) => kind));
      const exprs = EXPRESSIONS.filter(({ kind }) => kinds.has(kind));
      return { wait: true, ...(exprs.length > 0 ? { healthCheckExprs: exprs } : {}) };
    }
    case 'main':
      return hasLater(stage, lifecycle) ? ofPlaced() : { wait: false };
    default:
      return { wait: true };
  }

  function ofPlaced() {
    const healthChecks = objects
      .filter((object) => lifecycle.stageOf(object) === stage)
      .map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
        apiVersion,
        kind,
        name,
        ...(namespace === undefined ? {} : { namespace }),
      }));
    return { wait: false, ...(healthChecks.length > 0 ? { healthChecks } : {}) };
  }
}

const ready = (apiVersion: string, kind: string): KustomizationSpecHealthCheckExprs => ({
  apiVersion,
  kind,
  current: 'true',
});

const unsealed = (status: 'True' | 'False'): string =>
  `has(status.conditions) && status.conditions.exists(e, e.type == 'Synced' && e.status == '${status}')`;

/** Flux knows no health of a SealedSecret; and it must not wait for what gets ready with pods of later stages only. */
const EXPRESSIONS: readonly KustomizationSpecHealthCheckExprs[] = [
  {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    failed: unsealed('False'),
    current: unsealed('True'),
  },
  ready('v1', 'PersistentVolumeClaim'),
  ready('v1', 'Service'),
  ready('cert-manager.io/v1', 'Issuer'),
  ready('cert-manager.io/v1', 'ClusterIssuer'),
  ready('cert-manager.io/v1', 'Certificate'),
];
