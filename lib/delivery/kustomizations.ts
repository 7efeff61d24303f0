// The Kustomizations that deliver a release with Flux: one per stage, which waits for whatever later stages need.

import {
  Kustomization,
  type KustomizationSpec,
  type KustomizationSpecHealthCheckExprs,
  type KustomizationSpecHealthChecks,
  type KustomizationSpecSourceRef,
  type KustomizationSpecSourceRefKind,
} from '../../imports/kustomize.toolkit.fluxcd.io';
import { isEncrypted } from '../k8s/encrypted';
import type { Manifest } from '../k8s/object/manifest';
import type { Rendered } from '../render/render';
import { plainPath } from './paths';
import { type FluxSettings, kindOf } from './settings/flux-settings';
import type { DeliverySettings } from './settings/settings';
import { hasLater, type StageObjects, stagesOf } from './stages';

/** Timeouts: of a stage with Jobs that may migrate a database, and of any other stage. */
const TIMEOUTS = { jobs: '40m', others: '5m' } as const;

export const fluxNamespace = ({ namespace }: DeliverySettings): string => namespace || 'flux-system';

/** `path` is the path of the output folder in the source. */
export function kustomizations(rendered: Rendered, settings: DeliverySettings, path: string): Manifest[] {
  const { name: release } = rendered;
  const { interval, retryInterval, timeout } = settings.flux;
  const groups = stagesOf(rendered);
  const nameOf = ({ stage }: StageObjects): string => `${release}-${stage}`;
  return groups.map((group, index) => {
    const before = groups[index - 1];
    return Kustomization.manifest({
      metadata: { name: nameOf(group), namespace: fluxNamespace(settings) },
      spec: {
        sourceRef: sourceRef(settings),
        path: `./${plainPath(`${path}/${release}/${group.stage}`)}`,
        interval,
        retryInterval,
        timeout: timeout || (group.objects.some(({ kind }) => kind === 'Job') ? TIMEOUTS.jobs : TIMEOUTS.others),
        prune: true,
        ...waits(group, rendered, settings.flux),
        ...(before ? { dependsOn: [{ name: nameOf(before) }] } : {}),
        ...(given(settings.flux, group.objects.some(isEncrypted)) as Partial<KustomizationSpec>),
      },
    }) as Manifest;
  });
}

function sourceRef({ repo, flux }: DeliverySettings): KustomizationSpecSourceRef {
  const { source, sourceRef } = flux;
  const kind = sourceRef.kind ?? kindOf(repo);
  return {
    kind: kind as KustomizationSpecSourceRefKind,
    name: source,
    ...(sourceRef.namespace ? { namespace: sourceRef.namespace } : {}),
  };
}

/** The settings as fields of the Kustomization. */
function given({ serviceAccountName, deletionPolicy, decryption, postBuild }: FluxSettings, decrypts: boolean) {
  const { provider = decrypts ? 'sops' : undefined, secretRef, serviceAccountName: identity } = decryption;
  const { substitute, substituteFrom } = postBuild;
  const variables = {
    ...(Object.keys(substitute).length > 0 ? { substitute } : {}),
    ...(substituteFrom.length > 0 ? { substituteFrom } : {}),
  };
  return {
    ...(serviceAccountName ? { serviceAccountName } : {}),
    ...(deletionPolicy ? { deletionPolicy } : {}),
    ...(provider
      ? {
          decryption: {
            provider,
            ...(secretRef.name ? { secretRef } : {}),
            ...(identity ? { serviceAccountName: identity } : {}),
          },
        }
      : {}),
    ...(Object.keys(variables).length > 0 ? { postBuild: variables } : {}),
  };
}

/** What the stage waits for: only objects that a later stage needs, because waiting blocks a Flux worker. */
function waits({ stage, objects }: StageObjects, { lifecycle }: Rendered, { wait, healthCheckExprs }: FluxSettings) {
  const own = stage === 'setup' ? EXPRESSIONS.filter(({ kind }) => objects.some((object) => object.kind === kind)) : [];
  const exprs = [...own, ...healthCheckExprs.map(stated)];
  const expressions = exprs.length > 0 ? { healthCheckExprs: exprs } : {};
  if (wait || stage !== 'main') return { wait: true, ...expressions };
  const checked = hasLater(stage, lifecycle)
    ? objects.filter((object) => lifecycle.stageOf(object) === stage).map(referenceTo)
    : [];
  return { wait: false, ...(checked.length > 0 ? { healthChecks: checked, ...expressions } : {}) };
}

function referenceTo({ apiVersion, kind, metadata: { name, namespace } }: Manifest): KustomizationSpecHealthChecks {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Without expressions that are not set. */
function stated({ inProgress, failed, ...others }: FluxSettings['healthCheckExprs'][number]) {
  return { ...others, ...(inProgress ? { inProgress } : {}), ...(failed ? { failed } : {}) };
}

const ready = (apiVersion: string, kind: string): KustomizationSpecHealthCheckExprs => ({
  apiVersion,
  kind,
  current: 'true',
});

const unsealed = (status: 'True' | 'False'): string =>
  `has(status.conditions) && status.conditions.exists(e, e.type == 'Synced' && e.status == '${status}')`;

/** Flux has no health check for SealedSecrets, and must not wait for objects that need pods of later stages. */
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
