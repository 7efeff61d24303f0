// Alerts, each with the section of the runbook that says what to do. Their metrics come from kube-state-metrics, the
// kubelet and cert-manager.

import type { Construct } from 'constructs';
import { ApiObject } from '../object/api-object';
import type { Release } from '../release';
import type { AlertValues } from './values';

export interface Alert {
  readonly name: string;
  /** PromQL. */
  readonly expression: string;
  /** For how long it must be true: `10m`. */
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  /** In one line; may use labels: `{{ $labels.job_name }}`. */
  readonly summary: string;
  /** Anchor of its section in docs/runbook.md. */
  readonly section: string;
}

/** The alerts in a PrometheusRule, if the values enable it. */
export function prometheusRule(
  scope: Construct,
  id: string,
  release: Release,
  { prometheusRule: { enabled, labels: extra, runbookUrl } }: AlertValues,
  alerts: readonly Alert[],
): void {
  if (!enabled || alerts.length === 0) return;
  const { PrometheusRule } =
    require('../../../imports/monitoring.coreos.com') as typeof import('../../../imports/monitoring.coreos.com');
  const name = `${release.fullname}-alerts`;
  const metadata = release.metadata(name, release.labels('alerts'));
  const rules = alerts.map(({ name: alert, expression, for: duration, severity, summary, section }) => ({
    alert,
    expr: expression,
    for: duration,
    labels: { severity, release: release.name },
    annotations: {
      summary,
      ...(runbookUrl ? { runbook_url: `${runbookUrl}#${section}` } : { runbook: `docs/runbook.md#${section}` }),
    },
  }));
  // Its class wraps the expression, which may also be a number.
  new ApiObject(scope, id, {
    ...PrometheusRule.GVK,
    metadata: { ...metadata, labels: { ...metadata.labels, ...extra } },
    spec: { groups: [{ name: `${release.namespace}-${name}`, rules }] },
  });
}

/** Names as a regular expression in a PromQL string. */
const pattern = (names: readonly string[]): string => names.map((name) => name.replaceAll('.', '\\\\.')).join('|');

/** A Job whose name ends in a hash has failed; so has one that a CronJob of the same name has created. */
export const jobFailed = (name: string, namespace: string, job: string, what: string, section: string): Alert => ({
  name,
  expression: `max by (namespace, job_name) (kube_job_failed{namespace="${namespace}", job_name=~"(${pattern([job])})-[0-9a-f]+", condition="true"}) == 1`,
  for: '1m',
  severity: 'critical',
  summary: `${what}: Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed.`,
  section,
});

/**
 * A Certificate of cert-manager whose name starts with `prefix` expires in a week, although it should have been renewed.
 * Prometheus renames the label of the namespace, unless the monitor of cert-manager sets honorLabels.
 */
export function certificateExpires(namespace: string, prefix: string): Alert {
  const of = (label: string) =>
    `certmanager_certificate_expiration_timestamp_seconds{${label}="${namespace}", name=~"(${pattern([prefix])}).*"}`;
  return {
    name: 'SandboxCertificateExpires',
    expression: `min by (name) (${of('namespace')} or ${of('exported_namespace')}) - time() < 7 * 24 * 3600`,
    for: '1h',
    severity: 'critical',
    summary: `Certificate ${namespace}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}, and was not renewed.`,
    section: 'a-certificate-expires',
  };
}

/** A claim whose name contains one of `names` is nearly full. */
export const volumeNearlyFull = (namespace: string, names: readonly string[]): Alert => {
  const selector = `{namespace="${namespace}", persistentvolumeclaim=~"(.*-)?(${pattern(names)})(-.*)?"}`;
  return {
    name: 'SandboxVolumeNearlyFull',
    expression: `kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector} < 0.1`,
    for: '15m',
    severity: 'critical',
    summary:
      'PersistentVolumeClaim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has only {{ $value | humanizePercentage }} left.',
    section: 'a-volume-is-nearly-full',
  };
};

/** A DaemonSet has no ready pod, on whatever number of nodes. */
export const noneReady = (
  name: string,
  namespace: string,
  daemonSet: string,
  what: string,
  section: string,
): Alert => ({
  name,
  expression: `kube_daemonset_status_number_ready{namespace="${namespace}", daemonset="${daemonSet}"} == 0`,
  for: '10m',
  severity: 'critical',
  summary: `${what}: DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} has no ready pod.`,
  section,
});

/** None of a Deployment's pods is available, although it should have some. */
export const noneAvailable = (
  name: string,
  namespace: string,
  deployment: string,
  what: string,
  section: string,
): Alert => {
  const selector = `{namespace="${namespace}", deployment="${deployment}"}`;
  return {
    name,
    expression: `kube_deployment_status_replicas_available${selector} == 0 and kube_deployment_spec_replicas${selector} > 0`,
    for: '10m',
    severity: 'warning',
    summary: `${what}: Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has no available pod.`,
    section,
  };
};
