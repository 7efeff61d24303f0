// A Deployment whose pods serve one port, usually HTTP, with all its supporting objects except an Ingress.

import type { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IDeploymentStrategy } from 'kubernetes-models/apps/v1/DeploymentStrategy';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IContainerPort } from 'kubernetes-models/v1/ContainerPort';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { type ServiceAccountValues, serviceAccount, serviceAccountValues } from '../access/service-account';
import { annotationMap, podSettings } from '../common';
import type { Labels } from '../labels';
import { METRICS_PORT, podMonitor } from '../monitoring/monitors';
import type { MetricsValues } from '../monitoring/values';
import { type NetworkPolicyValues, networkPolicy } from '../network/network-policy';
import { type ServiceValues, service } from '../network/service';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import { declareExtras, type ExtraValues, extraValues, withExtras } from './extras';
import { type PodSettings, podTemplate } from './pod';
import { type Resources, resourceValues } from './resources';
import {
  autoscaler,
  type DisruptionBudgetValues,
  disruptionBudget,
  fewestReplicas,
  replicas,
  type Scaling,
} from './scaling';

/** Values of a component's workload; spread them into its own. */
export const workloadValues = (resources: Resources) => ({
  resources: resourceValues(resources),
  serviceAccount: serviceAccountValues(),
  annotations: annotationMap('Annotations of the workload.'),
  ...extraValues(),
  ...podSettings(),
});

/** Default name of the port in the container and the Service. */
export const HTTP = 'http';

export interface HttpWorkloadValues extends PodSettings, ExtraValues, Scaling {
  readonly service: ServiceValues;
  readonly serviceAccount: ServiceAccountValues;
  readonly podDisruptionBudget: DisruptionBudgetValues;
  readonly networkPolicy: NetworkPolicyValues;
  /** Annotations of the Deployment. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface HttpWorkloadOptions {
  /** Name of every object. */
  readonly name: string;
  readonly labels: Labels;
  readonly values: HttpWorkloadValues;
  /** The name of a shared ServiceAccount. Default: one is created as the values say. */
  readonly account?: string;
  readonly port: number;
  /** Name of the port; default: `http`. */
  readonly portName?: string;
  readonly strategy?: IDeploymentStrategy;
  /** The container, without its ports. */
  readonly container: IContainer;
  readonly pod?: Omit<IPodSpec, 'containers' | 'serviceAccountName'>;
  /** Another port of the container, which serves metrics. Default: none. */
  readonly metrics?: MetricsValues;
}

/** Creates the workload in `scope`. The Secrets and ConfigMaps that it reads must be created before it. */
export function httpWorkload(scope: Construct, release: Release, options: HttpWorkloadOptions): void {
  const { name, labels, values, port, portName = HTTP, strategy, container, pod = {} } = options;
  const account =
    options.account ?? serviceAccount(scope, 'service-account', release, values.serviceAccount, { name, labels });
  const volumes = [...(pod.volumes ?? []), ...values.extraVolumes];
  const metrics = options.metrics?.enabled ? options.metrics : undefined;
  const ports: IContainerPort[] = [
    { name: portName, containerPort: port, protocol: 'TCP' },
    ...(metrics ? [{ name: METRICS_PORT, containerPort: metrics.port, protocol: 'TCP' as const }] : []),
  ];
  declareExtras(release, values);
  new ApiObject(scope, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: release.metadata(name, labels, values.annotations),
    spec: {
      ...replicas(values),
      ...(strategy ? { strategy } : {}),
      selector: { matchLabels: { ...labels.selector } },
      template: podTemplate(release, {
        labels,
        settings: values,
        spec: {
          serviceAccountName: account,
          ...pod,
          containers: [withExtras({ ...container, ports }, values)],
          ...(volumes.length > 0 ? { volumes } : {}),
        },
      }),
    },
  } satisfies IDeployment);
  service(scope, 'service', release, {
    name,
    labels,
    type: values.service.type,
    annotations: values.service.annotations,
    ports: [{ name: portName, port: values.service.port, targetPort: portName }],
  });
  if (values.autoscaling) autoscaler(scope, 'autoscaler', release, { name, labels, values: values.autoscaling });
  disruptionBudget(scope, 'disruption-budget', release, {
    name,
    labels,
    values: values.podDisruptionBudget,
    replicas: fewestReplicas(values),
  });
  networkPolicy(scope, 'network-policy', release, {
    ...{ name, labels, values: values.networkPolicy, ports: [portName] },
    ...(metrics ? { more: { port: METRICS_PORT, from: metrics.from } } : {}),
  });
  if (metrics) podMonitor(scope, 'monitor', release, { name, labels, values: metrics.podMonitor, port: METRICS_PORT });
}
