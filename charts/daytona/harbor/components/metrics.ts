// Metrics of core, jobservice and the registry: ports, variables, monitors.

import type { Construct } from 'constructs';
import type { IContainerPort } from 'kubernetes-models/v1/ContainerPort';
import type { IServicePort } from 'kubernetes-models/v1/ServicePort';
import type { Labels } from '../../../../lib/k8s/labels';
import { METRICS_PORT, serviceMonitor } from '../../../../lib/k8s/monitoring/monitors';
import type { NetworkPolicyOptions } from '../../../../lib/k8s/network/network-policy';
import type { Harbor } from '../harbor';
import { MEASURED, type Measured } from '../values/metrics-values';

/** Name of the port in the Services, as in the Helm chart. */
const SERVICE_PORT = 'http-metrics';

/** The settings of a component, if metrics are enabled. */
const metricsOf = ({ values: { metrics } }: Pick<Harbor, 'values'>, component: Measured) =>
  metrics.enabled ? metrics[component] : undefined;

export function metricsContainerPorts(harbor: Harbor, component: Measured): IContainerPort[] {
  const own = metricsOf(harbor, component);
  return own ? [{ name: METRICS_PORT, containerPort: own.port, protocol: 'TCP' }] : [];
}

export function metricsServicePorts(
  harbor: Harbor,
  component: Measured,
): (IServicePort & { readonly targetPort: string })[] {
  const own = metricsOf(harbor, component);
  return own ? [{ name: SERVICE_PORT, port: own.port, targetPort: METRICS_PORT }] : [];
}

/** Beginnings of the names of metrics. */
export const metricsNames = (harbor: Harbor, component: Measured): Record<string, string> =>
  metricsOf(harbor, component) ? { METRIC_NAMESPACE: 'harbor', METRIC_SUBSYSTEM: component } : {};

/** Settings of core, whose metrics have no configuration file. */
export function coreMetrics(harbor: Harbor): Record<string, string> {
  const own = metricsOf(harbor, 'core');
  if (!own) return {};
  return {
    METRIC_ENABLE: 'true',
    METRIC_PATH: own.path,
    METRIC_PORT: String(own.port),
    ...metricsNames(harbor, 'core'),
  };
}

/** The registry's port for debugging, which serves its metrics. */
export function registryDebug(harbor: Harbor): object {
  const own = metricsOf(harbor, 'registry');
  if (!own) return { addr: 'localhost:5001' };
  return { addr: `:${own.port}`, prometheus: { enabled: true, path: own.path } };
}

/** What the network policy of a component needs for the metrics. */
export function metricsAccess(harbor: Harbor, component: string): Pick<NetworkPolicyOptions, 'more'> {
  const { enabled, from } = harbor.values.metrics;
  const measured = (MEASURED as readonly string[]).includes(component);
  return enabled && measured ? { more: { port: METRICS_PORT, from } } : {};
}

/** The monitor of a component, if the values enable it. Each has its own path. */
export function metricsMonitor(
  scope: Construct,
  harbor: Harbor,
  component: Measured,
  { name, labels }: { readonly name: string; readonly labels: Labels },
): void {
  const own = metricsOf(harbor, component);
  if (!own) return;
  const { release, values } = harbor;
  const options = { name, labels, values: values.metrics.serviceMonitor, port: SERVICE_PORT, path: own.path };
  serviceMonitor(scope, `${component}-monitor`, release, options);
}
