// Values of the Prometheus Operator's objects: monitors, and rules for alerts.

import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import { because } from '../../values/foreign/helm-keys';
import { blocks, boolean, object, type Static, text } from '../../values/schema/schema';
import { labelMap } from '../common';
import { port } from '../network/service';

const duration = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^((([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
    expected: 'a duration such as 30s or 1m30s',
  });

const DROPPED = {
  ...because('not a value here: set the field of the rendered object with patches', [
    ...['honorLabels', 'metricRelabelings', 'podTargetLabels', 'relabelings', 'sampleLimit', 'targetLimit'],
  ]),
  namespace: 'the monitor is in the namespace of the release: remove this key',
};

/** Values of a ServiceMonitor or PodMonitor. */
export const monitorValues = (kind: 'ServiceMonitor' | 'PodMonitor', description: string) =>
  object(
    () => ({
      enabled: boolean({ description: `Whether to create the ${kind}.`, default: false }),
      interval: duration('Time between two reads; defaults to that of Prometheus.'),
      scrapeTimeout: duration('Timeout of a read; defaults to that of Prometheus.'),
      labels: labelMap(`Labels of the ${kind}, by which Prometheus selects it.`),
    }),
    { description, renamed: { additionalLabels: 'labels' }, dropped: DROPPED },
  );

/** Who may read the metrics. */
export const metricsClients = () =>
  blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
    description:
      'Clients that the NetworkPolicy lets read the metrics, such as the namespace of Prometheus; empty means everyone in the cluster.',
    default: [],
  });

/** Who may read the metrics, and the monitor; spread them into `metrics` of a program with a port for them. */
export const metricsKeys = () => ({
  from: metricsClients(),
  podMonitor: monitorValues('PodMonitor', 'PodMonitor of the Prometheus Operator. Requires metrics.enabled.'),
});

/** Values of a program with a separate port for metrics, which is closed by default. */
export const metricsValues = (number: number) =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to open the port for metrics.', default: false }),
      port: port({ description: 'Port of the metrics.', default: number }),
      ...metricsKeys(),
    }),
    { description: 'Metrics for Prometheus.' },
  );

/** Values of the alerts of a release. */
export const alertValues = () =>
  object(
    () => ({
      prometheusRule: object(
        {
          enabled: boolean({ description: 'Whether to create the PrometheusRule.', default: false }),
          labels: labelMap('Labels of the PrometheusRule, by which Prometheus selects it.'),
          runbookUrl: text({
            description:
              'URL of your copy of docs/runbook.md, for the annotation runbook_url of the alerts. Without it, they name the page and section.',
            default: '',
            pattern: '^https?://[^\\s#]+$',
            expected: 'an http or https URL without #',
          }),
        },
        {
          description:
            'Alerts for the Prometheus Operator. They need the metrics of kube-state-metrics, the kubelet and cert-manager.',
        },
      ),
    }),
    { description: 'Alerts of the release.' },
  );

export type MonitorValues = Static<ReturnType<typeof monitorValues>>;
export type MetricsValues = Static<ReturnType<typeof metricsValues>>;
export type AlertValues = Static<ReturnType<typeof alertValues>>;
