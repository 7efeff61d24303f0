// What all workloads of Harbor have: pod settings, certificates, a disruption budget.

import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { serviceAccount } from '../../../../lib/k8s/access/service-account';
import type { Labels } from '../../../../lib/k8s/labels';
import { service } from '../../../../lib/k8s/network/service';
import { ApiObject } from '../../../../lib/k8s/object/api-object';
import type { Release } from '../../../../lib/k8s/release';
import { claimSpec, type PersistenceValues } from '../../../../lib/k8s/storage/claims';
import { withExtraEnv } from '../../../../lib/k8s/workload/container';
import { declareExtras } from '../../../../lib/k8s/workload/extras';
import { type PodSettings, type PodTemplate, podTemplate } from '../../../../lib/k8s/workload/pod';
import { type DisruptionBudgetValues, disruptionBudget } from '../../../../lib/k8s/workload/scaling';
import type { Harbor } from '../harbor';
import type { ComponentValues, HarborClaim } from '../values/component-values';
import type { Measured } from '../values/metrics-values';
import type { HarborValues } from '../values/values';
import { PORTS } from './components';
import { metricsServicePorts } from './metrics';

const GRACE_SECONDS = 120;

const CA_VOLUME: IVolumeMount = {
  name: 'ca-bundle',
  mountPath: '/harbor_cust_cert/custom-ca.crt',
  subPath: 'ca.crt',
  readOnly: true,
};

export interface PodParts {
  /** Of its objects. */
  readonly name: string;
  readonly labels: Labels;
  readonly component: Omit<ComponentValues, 'image' | 'resources' | 'podLabels' | 'podAnnotations'> & PodSettings;
  readonly containers: readonly IContainer[];
  readonly initContainers?: readonly IContainer[];
  readonly volumes: readonly IVolume[];
  /** Whether the containers connect to external servers, whose certificates they must verify. */
  readonly trusts: boolean;
}

export function harborPod(scope: Construct, { release, values }: Harbor, parts: PodParts): PodTemplate {
  const { component, labels, initContainers = [], trusts } = parts;
  const { caBundleSecretName: authority, imagePullSecrets } = values;
  const trusted = trusts && authority !== '';
  if (trusted) release.external('Secret', authority, ['ca.crt']);
  declareExtras(release, { extraEnv: component.extraEnvVars, extraVolumes: [] });
  const volumes = [...parts.volumes, ...(trusted ? [{ name: CA_VOLUME.name, secret: { secretName: authority } }] : [])];
  const complete = (container: IContainer): IContainer => {
    const env = withExtraEnv(container.env ?? [], component.extraEnvVars);
    const volumeMounts = [...(container.volumeMounts ?? []), ...(trusted ? [CA_VOLUME] : [])];
    return { ...container, ...(env.length > 0 ? { env } : {}), volumeMounts };
  };
  const own = (container: IContainer): IContainer => ({
    ...container,
    securityContext: { ...component.securityContext, ...container.securityContext },
  });
  return podTemplate(release, {
    labels,
    settings: { ...component, imagePullSecrets },
    spec: {
      serviceAccountName: accountOf(scope, release, values, parts),
      automountServiceAccountToken: component.automountServiceAccountToken,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      ...(initContainers.length > 0 ? { initContainers: initContainers.map(own) } : {}),
      containers: parts.containers.map((container) => own(complete(container))),
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  });
}

function accountOf(
  scope: Construct,
  release: Release,
  { serviceAccount: all }: HarborValues,
  { name, labels, component }: PodParts,
): string {
  const { serviceAccountName } = component;
  const own = { ...all, create: all.create && serviceAccountName === '', name: serviceAccountName };
  return serviceAccount(scope, `${labels.component}-service-account`, release, own, { name, labels });
}

/** The Service of a component that serves HTTP on the common port. */
export const httpService = (
  scope: Construct,
  id: string,
  harbor: Harbor,
  {
    name,
    labels,
    port,
    component,
  }: {
    readonly name: string;
    readonly labels: Labels;
    readonly port: string;
    /** Of its metrics. Default: it serves none. */
    readonly component?: Measured;
  },
): void =>
  service(scope, `${id}-service`, harbor.release, {
    name,
    labels,
    ports: [
      { name: port, port: PORTS.service, targetPort: PORTS.server },
      ...(component ? metricsServicePorts(harbor, component) : []),
    ],
  });

export interface DeploymentOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly replicas: number;
  readonly budget: DisruptionBudgetValues;
  /** Whether its pods have a volume that no second pod may write to. */
  readonly ownsVolume: boolean;
  readonly template: PodTemplate;
}

export function deployment(
  scope: Construct,
  id: string,
  { release, values }: Harbor,
  { name, labels, replicas, budget, ownsVolume, template }: DeploymentOptions,
): void {
  new ApiObject(scope, `${id}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: release.metadata(name, labels),
    spec: {
      replicas,
      strategy: { type: ownsVolume ? 'Recreate' : values.updateStrategy.type },
      selector: { matchLabels: { ...labels.selector } },
      template,
    },
  } satisfies IDeployment);
  disruptionBudget(scope, `${id}-disruption-budget`, release, { name, labels, values: budget, replicas });
}

/** A claim of the chart in the form for StatefulSets. */
export const persistenceOf = ({ values }: Harbor, claim: HarborClaim): PersistenceValues => ({
  enabled: values.persistence.enabled,
  existingClaim: claim.existingClaim,
  storageClass: claim.storageClass,
  accessModes: [claim.accessMode],
  size: claim.size,
  annotations: claim.annotations,
});

/** Keeps Helm, Argo CD and Flux from deleting a claim that is no longer rendered. */
const KEPT = {
  'helm.sh/resource-policy': 'keep',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** The volume of a Deployment; creates its claim unless the user has one. */
export function claimedVolume(
  scope: Construct,
  id: string,
  harbor: Harbor,
  claim: HarborClaim,
  { volume, name, labels }: { readonly volume: string; readonly name: string; readonly labels: Labels },
): IVolume {
  const { release, values } = harbor;
  const { enabled, resourcePolicy } = values.persistence;
  if (!enabled) return { name: volume, emptyDir: {} };
  if (claim.existingClaim) {
    release.external('PersistentVolumeClaim', claim.existingClaim);
    return { name: volume, persistentVolumeClaim: { claimName: claim.existingClaim } };
  }
  new ApiObject(scope, `${id}-claim`, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: release.metadata(name, labels, { ...(resourcePolicy === 'keep' ? KEPT : {}), ...claim.annotations }),
    spec: claimSpec(release, persistenceOf(harbor, claim)),
  } satisfies IPersistentVolumeClaim);
  return { name: volume, persistentVolumeClaim: { claimName: name } };
}

/** The folder in a volume that a claim is set to. */
export const subPathOf = ({ subPath }: HarborClaim): Pick<IVolumeMount, 'subPath'> => (subPath ? { subPath } : {});
