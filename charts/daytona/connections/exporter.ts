// The exporter of a built-in server: a container in the same pod that serves the server's metrics.

import type { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { securityContext } from '../../../lib/k8s/common';
import type { Labels } from '../../../lib/k8s/labels';
import { METRICS_PORT, podMonitor } from '../../../lib/k8s/monitoring/monitors';
import { metricsRules } from '../../../lib/k8s/monitoring/rules';
import { metricsKeys } from '../../../lib/k8s/monitoring/values';
import type { NetworkPolicyOptions } from '../../../lib/k8s/network/network-policy';
import type { Release } from '../../../lib/k8s/release';
import { container, type EnvValue, env } from '../../../lib/k8s/workload/container';
import { imageValues } from '../../../lib/k8s/workload/image';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { because } from '../../../lib/values/foreign/helm-keys';
import { boolean, object, type Static } from '../../../lib/values/schema/schema';
import type { Rule } from '../../../lib/values/validate';
import { containerOf } from './built-in';

const PATCHES = 'not a value here: set the field of the rendered object with patches';

const DROPPED = {
  ...because('the port of the metrics is fixed, and in no Service: remove this key', ['containerPorts', 'service']),
  ...because('the exporter has no probes: remove this key, or add one with patches', [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'],
  ]),
  ...because(PATCHES, ['collectors', 'customMetrics']),
  redisTargetHost: 'the exporter reads the server in its pod: remove this key',
  prometheusRule: 'write your alerts as the top-level extraObjects',
};

/** `metrics` of a built-in server. `user` is the one of the exporter's image. */
export const exporterValues = (image: { readonly registry: string; readonly repository: string }, user: number) =>
  object(
    () => ({
      enabled: boolean({
        description: 'Whether to run the exporter in the pods of the server. A change restarts them.',
        default: false,
      }),
      image: imageValues(image),
      resources: resourceValues({ requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } }),
      securityContext: securityContext(containerOf(user, true)),
      ...metricsKeys(),
    }),
    {
      description: 'Metrics for Prometheus, from an exporter.',
      renamed: { serviceMonitor: 'podMonitor' },
      dropped: DROPPED,
    },
  );

export type ExporterValues = Static<ReturnType<typeof exporterValues>>;

export interface Exporter {
  readonly values: ExporterValues;
  readonly port: number;
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly volumeMounts?: readonly IVolumeMount[];
}

/**
 * The container, if the values enable it. It has no readiness probe, because clients need the server whether or not
 * its metrics can be read.
 */
export function exporters(release: Release, { values, port, env: variables, volumeMounts }: Exporter): IContainer[] {
  if (!values.enabled) return [];
  return [
    {
      ...container(release, METRICS_PORT, values),
      env: env(variables),
      ports: [{ name: METRICS_PORT, containerPort: port, protocol: 'TCP' }],
      ...(volumeMounts ? { volumeMounts: [...volumeMounts] } : {}),
    },
  ];
}

/** What the server's network policy needs for the metrics. */
export const exporterAccess = ({ enabled, from }: ExporterValues): Pick<NetworkPolicyOptions, 'more'> =>
  enabled ? { more: { port: METRICS_PORT, from } } : {};

/** The monitor of the pods with `labels`, if the values enable it. */
export function exporterMonitor(
  scope: Construct,
  release: Release,
  values: ExporterValues,
  { name, labels }: { readonly name: string; readonly labels: Labels },
): void {
  if (!values.enabled) return;
  podMonitor(scope, 'monitor', release, { name, labels, values: values.podMonitor, port: METRICS_PORT });
}

/** Rules of `metrics`. `key` is that of the server's values. */
export function exporterRules<V>(
  select: (values: V) => { readonly enabled: boolean; readonly metrics: ExporterValues },
  key: string,
): Rule<V>[] {
  return metricsRules<V>(
    (v) => select(v).metrics,
    (values) => (select(values).enabled ? undefined : `requires ${key}.enabled: run an exporter next to your server`),
  );
}
