// The values of each chart that reach a field of the API, and the ways in which that field can be invalid.

import type { Breakage } from './breakage';
import * as containers from './containers';
import * as networking from './networking';
import * as placement from './placement';
import * as workloads from './workloads';

export interface Field {
  readonly chart: string;
  /** Path of the value. */
  readonly path: string;
  readonly breakages: readonly Breakage[];
  /** Values that enable the component of this value. */
  readonly also?: object;
}

const FAMILIES: Readonly<Record<string, readonly Breakage[]>> = {
  nodeSelector: placement.nodeSelector,
  tolerations: placement.tolerations,
  affinity: placement.affinity,
  podLabels: placement.labels,
  podAnnotations: placement.annotations,
  annotations: placement.annotations,
  commonLabels: placement.labels,
  commonAnnotations: placement.annotations,
  resources: containers.resources,
  extraEnv: containers.extraEnv,
  extraVolumes: containers.extraVolumes,
  extraVolumeMounts: containers.extraVolumeMounts,
  podSecurityContext: containers.podSecurityContext,
  securityContext: containers.securityContext,
  priorityClassName: workloads.className,
  'ingress.className': workloads.className,
  'ingress.hostname': networking.hostname,
  'ingress.path': networking.ingressPath,
  'ingress.pathType': networking.pathType,
  'ingress.extraPaths': networking.extraPaths,
  'ingress.extraTls': networking.extraTls,
  'ingress.annotations': placement.annotations,
  'service.port': networking.port,
  'service.type': networking.serviceType,
  'service.annotations': placement.annotations,
  'serviceAccount.name': workloads.objectName,
  'serviceAccount.annotations': placement.annotations,
  'networkPolicy.from': networking.policyPeers,
  'livenessProbe.periodSeconds': workloads.seconds,
  'readinessProbe.timeoutSeconds': workloads.seconds,
  replicaCount: workloads.replicaCount,
  'podDisruptionBudget.maxUnavailable': workloads.maxUnavailable,
  'autoscaling.maxReplicas': workloads.maxReplicas,
  'autoscaling.minReplicas': workloads.minReplicas,
  'autoscaling.behavior': workloads.scalingBehavior,
  'autoscaling.metrics': workloads.scalingMetrics,
  'image.pullPolicy': workloads.pullPolicy,
  fullnameOverride: workloads.releaseName,
};

const POD = ['nodeSelector', 'tolerations', 'affinity', 'podLabels', 'podAnnotations', 'podSecurityContext'];
const CONTAINER = ['securityContext', 'resources'];
const EXTRA = ['extraEnv', 'extraVolumes', 'extraVolumeMounts'];
const WEB = ['className', 'hostname', 'path', 'pathType', 'extraPaths', 'extraTls', 'annotations'].map(
  (key) => `ingress.${key}`,
);
const SCALED = ['maxReplicas', 'minReplicas', 'behavior', 'metrics'].map((key) => `autoscaling.${key}`);
const SERVER = [
  ...['service.port', 'service.type', 'service.annotations', 'serviceAccount.name', 'serviceAccount.annotations'],
  ...['networkPolicy.from', 'livenessProbe.periodSeconds', 'readinessProbe.timeoutSeconds', 'image.pullPolicy'],
];
const RELEASE = ['commonLabels', 'commonAnnotations', 'fullnameOverride'];

/** Fields of one component; the empty path is the chart itself. */
function component(chart: string, at: string, keys: readonly string[], also?: object): Field[] {
  return keys.map((key) => ({
    chart,
    path: at === '' ? key : `${at}.${key}`,
    breakages: FAMILIES[key] ?? [],
    ...(also === undefined ? {} : { also }),
  }));
}

const single = (chart: string, path: string, breakages: readonly Breakage[], also?: object): Field => ({
  chart,
  path,
  breakages,
  ...(also === undefined ? {} : { also }),
});

/** A single pod has no budget. */
const budget = (chart: string, service: string): Field =>
  single(chart, `services.${service}.podDisruptionBudget.maxUnavailable`, workloads.maxUnavailable, {
    services: { [service]: { replicaCount: 3 } },
  });

const region = (key: string): Field[] =>
  component('daytona-region', `services.${key}`, [
    ...[...POD, ...CONTAINER, ...EXTRA, ...SERVER, 'priorityClassName'],
    ...WEB.filter((path) => key !== 'proxy' || path !== 'ingress.hostname'),
    'replicaCount',
  ]);

const platform = (key: string): Field[] =>
  component('daytona', `services.${key}`, [
    ...[...POD, ...CONTAINER, ...EXTRA, ...WEB, ...SCALED, 'replicaCount', 'priorityClassName'],
    ...['service.port', 'serviceAccount.annotations', 'livenessProbe.periodSeconds', 'image.pullPolicy'],
    'annotations',
  ]);

const PERSISTENT = { persistence: { enabled: true } };
const KARPENTER = 'nodePool.karpenter';

export const fields: readonly Field[] = [
  ...component('runner-manager', '', [...POD, ...RELEASE, ...EXTRA, ...SERVER, ...CONTAINER]),
  ...component('runner-manager', 'runner', [...POD, ...EXTRA, 'resources', 'priorityClassName']),
  ...component('runner-manager', 'placeholders', [...POD, ...CONTAINER]),
  single('runner-manager', 'runner.hostAliases', networking.hostAliases),
  single('runner-manager', 'runner.maxUnavailable', workloads.maxUnavailable),
  single('runner-manager', 'runner.port', networking.port),
  single('runner-manager', `${KARPENTER}.expireAfter`, networking.expireAfter),
  single('runner-manager', `${KARPENTER}.consolidationPolicy`, networking.consolidationPolicy),
  single('runner-manager', `${KARPENTER}.weight`, networking.weight),
  single('runner-manager', `${KARPENTER}.limits`, networking.poolLimits),
  single('runner-manager', `${KARPENTER}.requirements`, networking.poolRequirements),
  ...component('daytona-region', '', RELEASE),
  ...region('proxy'),
  ...region('snapshotManager'),
  ...component('daytona-region', 'services.proxy', SCALED),
  budget('daytona-region', 'proxy'),
  budget('daytona-region', 'snapshotManager'),
  ...component('daytona-region', 'registration', [...POD, ...CONTAINER]),
  ...component('daytona', '', RELEASE),
  ...platform('api'),
  ...platform('proxy'),
  budget('daytona', 'api'),
  ...component('daytona', 'services.runner', [...POD, ...EXTRA]),
  ...component('daytona', 'services.sshGateway', [...POD, ...CONTAINER, ...EXTRA, 'service.port', 'service.type']),
  ...component('daytona', 'postgresql.primary', [...POD, ...CONTAINER, 'networkPolicy.from']),
  single('daytona', 'services.runner.hostAliases', networking.hostAliases),
  single('daytona', 'postgresql.primary.persistence.size', workloads.storageSize),
  single('daytona', 'postgresql.primary.persistence.accessModes', workloads.accessModes),
  single('daytona', 'dex.persistence.size', workloads.storageSize),
  single('daytona', 'dex.persistence.storageClass', workloads.className),
  single('daytona', 'postgresql.primary.terminationGracePeriodSeconds', workloads.seconds),
  ...component('dozlab-session', '', [...POD, ...RELEASE.slice(0, 2), 'networkPolicy.from', 'service.type']),
  ...component('dozlab-session', 'terminal', ['resources', 'livenessProbe.periodSeconds']),
  ...component('dozlab-session', 'codeServer', [...CONTAINER, 'readinessProbe.timeoutSeconds']),
  single('dozlab-session', 'service.ports.vscode', networking.port),
  single('dozlab-session', 'volumes.vmData.sizeLimit', workloads.sizeLimit),
  single('dozlab-session', 'persistence.accessModes', workloads.accessModes, PERSISTENT),
  single('dozlab-session', 'persistence.storageClass', workloads.className, PERSISTENT),
  single('dozlab-session', 'restartPolicy', workloads.restartPolicy),
  single('dozlab-session', 'activeDeadlineSeconds', workloads.seconds),
  single('dozlab-session', 'codeServer.pullPolicy', workloads.pullPolicy),
  ...component('peerpods', '', ['commonLabels', 'commonAnnotations']),
  ...component('peerpods', 'daemonset', [...POD, ...CONTAINER, 'priorityClassName', 'serviceAccount.annotations']),
  ...component('peerpods', 'webhook', [...POD, ...CONTAINER, 'priorityClassName', 'serviceAccount.annotations']),
  ...component('peerpods', 'resourceCtrl', [...POD, ...CONTAINER]),
  ...component('peerpods', 'kata-deploy', [...POD, ...CONTAINER]),
  single('peerpods', 'daemonset.updateStrategy', workloads.updateStrategy),
  single('peerpods', 'webhook.replicas', workloads.replicaCount),
  single('peerpods', 'webhook.certificate.secretName', workloads.objectName),
  single('peerpods', 'kata-deploy.imagePullPolicy', workloads.pullPolicy),
  single('peerpods', 'daemonset.startupProbe.periodSeconds', workloads.seconds),
];
