// Alerts, each with the section of the runbook that says what to do. Their metrics come from kube-state-metrics, the
// kubelet and cert-manager. They are about rendered objects, whose names depend on values and on limits of names.

import type { Construct } from 'constructs';
import { withoutHash } from '../../names/naming';
import { ApiObject } from '../object/api-object';
import type { Manifest } from '../object/manifest';
import { at, type PodOwner, podOwners } from '../object/pod-owner';
import type { Release } from '../release';
import { issuersIn } from '../tls/tls';
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

/** What an alert is called and what it is about, without its expression. */
export type AlertText = Pick<Alert, 'name' | 'section'> & {
  /** Beginning of the summary. */
  readonly what: string;
};

const COMPONENT = 'app.kubernetes.io/component';

/** Names as a regular expression in a PromQL string. */
const pattern = (names: readonly string[]): string =>
  `(${[...new Set(names)].map((name) => name.replaceAll('.', '\\\\.')).join('|')})`;

/** The Job of a component, or one that its CronJob has created, has failed. None if there is neither. */
export function jobFailed(
  objects: readonly Manifest[],
  component: string,
  { name, what, section }: AlertText,
): Alert[] {
  const jobs = [...workloads(objects, 'Job', component), ...workloads(objects, 'CronJob', component)];
  const [first] = jobs;
  if (first === undefined) return [];
  // The end of the name is a hash, or the time at which the CronJob was due.
  const names = jobs.map(({ kind, metadata }) => (kind === 'Job' ? withoutHash(metadata.name) : metadata.name));
  return [
    {
      name,
      expression: `max by (namespace, job_name) (kube_job_failed{namespace="${first.metadata.namespace}", job_name=~"${pattern(names)}-[0-9a-f]+", condition="true"}) == 1`,
      for: '1m',
      severity: 'critical',
      summary: `${what}: Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed.`,
      section,
    },
  ];
}

/**
 * A Certificate of cert-manager expires in a week, although it should have been renewed. None if there is no Certificate
 * in this namespace. Prometheus renames the label of the namespace, unless the monitor of cert-manager sets honorLabels.
 */
export function certificateExpires(objects: readonly Manifest[], namespace: string): Alert[] {
  const names = objects.filter(({ metadata }) => metadata.namespace === namespace).flatMap(certificatesOf);
  if (names.length === 0) return [];
  const of = (label: string) =>
    `certmanager_certificate_expiration_timestamp_seconds{${label}="${namespace}", name=~"${pattern(names)}"}`;
  return [
    {
      name: 'SandboxCertificateExpires',
      expression: `min by (name) (${of('namespace')} or ${of('exported_namespace')}) - time() < 7 * 24 * 3600`,
      for: '1h',
      severity: 'critical',
      summary: `Certificate ${namespace}/{{ $labels.name }} expires in {{ $value | humanizeDuration }}, and was not renewed.`,
      section: 'a-certificate-expires',
    },
  ];
}

/** The Certificates that an object is, or that cert-manager creates for it and names after their Secrets. */
function certificatesOf({ kind, metadata, spec }: Manifest): string[] {
  if (kind === 'Certificate') return [metadata.name];
  if (Object.keys(issuersIn(metadata.annotations ?? {})).length === 0) return [];
  const { tls = [], listeners = [] } = spec as TlsShape;
  const ofListeners = listeners.flatMap((listener) => listener.tls?.certificateRefs ?? []);
  return [...tls.flatMap(({ secretName }) => secretName ?? []), ...ofListeners.map(({ name }) => name)];
}

interface TlsShape {
  /** Of an Ingress. */
  readonly tls?: readonly { readonly secretName?: string }[];
  /** Of a Gateway. */
  readonly listeners?: readonly {
    readonly tls?: { readonly certificateRefs?: readonly { readonly name: string }[] };
  }[];
}

/** A claim that pods in this namespace use is nearly full. None if they use no claims. */
export function volumeNearlyFull(objects: readonly Manifest[], namespace: string): Alert[] {
  const names = podOwners(objects)
    .filter((owner) => owner.namespace === namespace)
    .flatMap(claimsOf);
  if (names.length === 0) return [];
  const selector = `{namespace="${namespace}", persistentvolumeclaim=~"${pattern(names)}"}`;
  return [
    {
      name: 'SandboxVolumeNearlyFull',
      expression: `kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector} < 0.1`,
      for: '15m',
      severity: 'critical',
      summary:
        'PersistentVolumeClaim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has only {{ $value | humanizePercentage }} left.',
      section: 'a-volume-is-nearly-full',
    },
  ];
}

/** The claims of pods as regular expressions: a StatefulSet numbers its own. */
function claimsOf({ object, spec }: PodOwner): string[] {
  const templates = (at(object, 'spec.volumeClaimTemplates') ?? []) as readonly {
    readonly metadata: { name: string };
  }[];
  return [
    ...(spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []),
    ...templates.map(({ metadata }) => `${metadata.name}-${object.metadata.name}-[0-9]+`),
  ];
}

/** The DaemonSet of a component has no ready pod, on whatever number of nodes. None if there is no such DaemonSet. */
export function noneReady(
  objects: readonly Manifest[],
  component: string,
  { name, what, section }: AlertText,
): Alert[] {
  return workloads(objects, 'DaemonSet', component).map(({ metadata }) => ({
    name,
    expression: `kube_daemonset_status_number_ready{namespace="${metadata.namespace}", daemonset="${metadata.name}"} == 0`,
    for: '10m',
    severity: 'critical',
    summary: `${what}: DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} has no ready pod.`,
    section,
  }));
}

/** None of the pods of a component's Deployment is available. Without such a Deployment, or if it has no pods, there is no alert. */
export function noneAvailable(
  objects: readonly Manifest[],
  component: string,
  { name, what, section }: AlertText,
): Alert[] {
  return workloads(objects, 'Deployment', component)
    .filter((object) => at(object, 'spec.replicas') !== 0)
    .map(({ metadata }) => {
      const selector = `{namespace="${metadata.namespace}", deployment="${metadata.name}"}`;
      return {
        name,
        expression: `kube_deployment_status_replicas_available${selector} == 0 and kube_deployment_spec_replicas${selector} > 0`,
        for: '10m',
        severity: 'warning',
        summary: `${what}: Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has no available pod.`,
        section,
      };
    });
}

const workloads = (objects: readonly Manifest[], kind: string, component: string): readonly Manifest[] =>
  objects.filter((object) => object.kind === kind && object.metadata.labels?.[COMPONENT] === component);
