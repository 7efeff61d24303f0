// The alerts of every chart: each names a section of the runbook, and Prometheus' own tool finds that they fire exactly
// when they should. That part needs promtool, which Debian has in its package prometheus.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';
import { cases } from '../support/charts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const NAMESPACE = 'home';

const charts = cases.filter(({ name }) => name === 'everything-metrics');

function alertsOf({ chart, system, values }: (typeof charts)[number], name = chart, more: object = {}) {
  const request = resolve(system.schema, system.rules, [programLayer(values), programLayer(more)]);
  const { objects } = renderRelease(system, { name, namespace: NAMESPACE, values: request.values });
  const spec = objects.find(({ kind }) => kind === 'PrometheusRule')?.spec as {
    readonly groups: { readonly rules: Rule[] }[];
  };
  return { chart, spec, objects, rules: spec.groups.flatMap(({ rules }) => rules) };
}

const withAlerts = charts.map((one) => alertsOf(one));

const named = (objects: readonly Manifest[], kind: string, part: string): string =>
  objects.find(({ kind: own, metadata }) => own === kind && metadata.name.includes(part))?.metadata.name ?? '';

test('four charts have alerts', () => {
  expect(withAlerts.map(({ chart }) => chart)).toEqual(['daytona', 'daytona-region', 'peerpods', 'runner-manager']);
});

test.each(withAlerts)('$chart: each alert names a section of the runbook', ({ rules }) => {
  const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
  const sections = [...runbook.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  for (const { alert, annotations } of rules) {
    expect(sections).toContain(annotations.runbook_url?.split('#')[1]);
    expect(runbook).toContain(`\`${alert}\``);
  }
});

test.each(withAlerts)('$chart: alerts are about objects of the release', ({ rules, objects }) => {
  const namespaces = new Set([NAMESPACE, ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  for (const { expr } of rules) {
    const [, namespace = ''] = /namespace="([^"]+)"/.exec(expr) ?? [];
    expect([...namespaces]).toContain(namespace);
    const [, daemonSet] = /daemonset="([^"]+)"/.exec(expr) ?? [];
    if (daemonSet !== undefined) expect(named(objects, 'DaemonSet', daemonSet)).toBe(daemonSet);
    const [, deployment] = /deployment="([^"]+)"/.exec(expr) ?? [];
    if (deployment !== undefined) expect(named(objects, 'Deployment', deployment)).toBe(deployment);
    const [, job] = /job_name=~"([^"]+)"/.exec(expr) ?? [];
    if (job === undefined) continue;
    const names = objects.flatMap(({ kind, metadata: { name } }) =>
      kind === 'Job' ? [name] : kind === 'CronJob' ? [`${name}-29812345`] : [],
    );
    expect(names.filter((name) => isMatch(job, name))).not.toEqual([]);
  }
});

/** Names that the expression of an alert selects by a label. */
const selects = (rules: readonly Rule[], alert: string, label: string, name: string): boolean =>
  rules.some((rule) => {
    const [, found] = rule.alert === alert ? (new RegExp(`${label}=~?"([^"]+)"`).exec(rule.expr) ?? []) : [];
    return found !== undefined && isMatch(found, name);
  });

const RENAMED = [
  { name: 'prod', more: {} },
  { name: 'a'.repeat(53), more: {} },
  { name: 'prod', more: { fullnameOverride: 'own' } },
];

describe.each(charts)('$chart: alerts cover objects of every name', (one) => {
  test.each(RENAMED)('$name, $more', ({ name, more }) => {
    const { objects, rules } = alertsOf(one, name, one.chart === 'peerpods' ? {} : more);
    const covered = objects.flatMap(({ kind, metadata, spec }): [string, boolean][] => {
      const component = metadata.labels?.['app.kubernetes.io/component'] ?? '';
      const entry = (alert: string, label: string, wanted = metadata.name): [string, boolean] => [
        `${alert} ${wanted}`,
        selects(rules, alert, label, wanted),
      ];
      if (kind === 'Certificate') return [entry('SandboxCertificateExpires', 'name')];
      if (kind === 'Ingress' && Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith('cert-manager'))) {
        const { tls } = spec as { readonly tls: { readonly secretName: string }[] };
        return tls.map(({ secretName }) => entry('SandboxCertificateExpires', 'name', secretName));
      }
      if (kind === 'PersistentVolumeClaim') return [entry('SandboxVolumeNearlyFull', 'persistentvolumeclaim')];
      if (kind === 'StatefulSet') {
        const { volumeClaimTemplates = [] } = spec as { volumeClaimTemplates?: { metadata: { name: string } }[] };
        return volumeClaimTemplates.map((template) =>
          entry('SandboxVolumeNearlyFull', 'persistentvolumeclaim', `${template.metadata.name}-${metadata.name}-0`),
        );
      }
      if (kind === 'CronJob' && component === 'backup')
        return [entry('SandboxBackupFailed', 'job_name', `${metadata.name}-29812345`)];
      if (kind === 'CronJob' && component.endsWith('registration'))
        return [entry('SandboxRegistrationFailed', 'job_name', `${metadata.name}-29812345`)];
      if (kind === 'Job' && component.endsWith('registration')) return [entry('SandboxRegistrationFailed', 'job_name')];
      if (kind === 'DaemonSet' && component === 'runner') return [entry('SandboxNoReadyRunner', 'daemonset')];
      return [];
    });
    expect(covered).not.toEqual([]);
    expect(covered.filter(([, isCovered]) => !isCovered)).toEqual([]);
  });
});

/** Prometheus anchors regular expressions. */
const isMatch = (pattern: string, name: string) => new RegExp(`^(?:${pattern})$`).test(name);

/** Series that make an alert fire, and the same a bit better. */
const SERIES: Readonly<Record<string, (objects: readonly Manifest[], rule: Rule) => readonly Series[]>> = {
  SandboxRegistrationFailed: (objects) => [
    series('kube_job_failed', { job_name: named(objects, 'Job', 'registration'), condition: 'true' }, '1', '0'),
  ],
  SandboxBackupFailed: (objects) => [
    series(
      'kube_job_failed',
      { job_name: `${named(objects, 'CronJob', 'backup')}-29812345`, condition: 'true' },
      '1',
      '0',
    ),
  ],
  SandboxCertificateExpires: (_, { expr }) => [
    series(
      'certmanager_certificate_expiration_timestamp_seconds',
      {
        name: /name=~"\(([^|)]*)/.exec(expr)?.[1] ?? '',
        namespace: /namespace="([^"]+)"/.exec(expr)?.[1] ?? '',
      },
      String(6 * 24 * 3600),
      String(9 * 24 * 3600),
    ),
  ],
  SandboxNoReadyRunner: (objects) => [
    series('kube_daemonset_status_number_ready', { daemonset: named(objects, 'DaemonSet', 'runner') }, '0', '1'),
  ],
  SandboxNoReadyAdaptor: (objects) => [
    series('kube_daemonset_status_number_ready', { daemonset: named(objects, 'DaemonSet', 'adaptor') }, '0', '1'),
  ],
  SandboxWarmPoolExhausted: () => [
    series('kube_deployment_status_replicas_available', { deployment: 'node-placeholder' }, '0', '1'),
    series('kube_deployment_spec_replicas', { deployment: 'node-placeholder' }, '2', '2'),
  ],
  SandboxVolumeNearlyFull: (_, { expr }) => {
    const [, name = ''] = /persistentvolumeclaim=~"\(([^|)]*)/.exec(expr) ?? [];
    const labels = { persistentvolumeclaim: name.replace('[0-9]+', '0') };
    return [
      series('kubelet_volume_stats_available_bytes', labels, '9', '11'),
      series('kubelet_volume_stats_capacity_bytes', labels, '100', '100'),
    ];
  },
};

interface Series {
  readonly name: string;
  readonly bad: string;
  readonly good: string;
}

function series(metric: string, labels: Readonly<Record<string, string>>, bad: string, good: string): Series {
  const all = Object.entries({ namespace: NAMESPACE, ...labels }).map(([key, value]) => `${key}="${value}"`);
  return { name: `${metric}{${all.join(', ')}}`, bad, good };
}

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

(hasPromtool ? describe : describe.skip)('with promtool', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const promtool = (...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', argv, { encoding: 'utf8', cwd: folder });
    return { status, output: status === 0 ? '' : `${stdout}${stderr}` };
  };

  test.each(withAlerts)(
    '$chart: every alert fires when it should, and not before',
    ({ chart, spec, rules, objects }) => {
      writeFileSync(join(folder, 'rules.yml'), JSON.stringify(spec));
      expect(promtool('check', 'rules', 'rules.yml')).toEqual({ status: 0, output: '' });
      const tests = rules.flatMap((rule) => {
        const own = SERIES[rule.alert]?.(objects, rule) ?? [];
        expect([rule.alert, own.length]).not.toEqual([rule.alert, 0]);
        return [true, false].map((fires) => ({
          interval: '1m',
          input_series: own.map(({ name, bad, good }) => ({ series: name, values: `${fires ? bad : good}x120` })),
          alert_rule_test: [{ eval_time: '90m', alertname: rule.alert, exp_alerts: [] as object[] }],
          name: `${chart} ${rule.alert} ${fires}`,
        }));
      });
      for (const [index, one] of tests.entries()) {
        const isFiring = index % 2 === 0;
        writeFileSync(join(folder, 'test.yml'), JSON.stringify({ rule_files: ['rules.yml'], tests: [one] }));
        const { output } = promtool('test', 'rules', 'test.yml');
        // It prints the alerts that it did not expect.
        expect([one.name, /alertname="Sandbox\w+"/.test(output)]).toEqual([one.name, isFiring]);
        if (isFiring) expect(output).not.toContain('<no value>');
      }
    },
  );
});
