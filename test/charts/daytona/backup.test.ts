// The backup of the built-in PostgreSQL, rendered alone.

import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { postgresql, postgresqlRules, postgresqlValues } from '../../../charts/daytona/postgresql';
import { removal } from '../../../charts/daytona/removal';
import { merge } from '../../../lib/values/file/merge';
import { object } from '../../../lib/values/schema/schema';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render, yamlOf } from '../../support/render';
import { clients, platformValues, systemOf } from './system';

const system = systemOf(object({ postgresql: postgresqlValues(), ...platformValues }), {
  rules: postgresqlRules((v) => v.postgresql),
  build: (scope, release, values) => void postgresql(scope, release, values.postgresql, { clients }),
});

const auth = { postgresPassword: 'Zx81-admin', password: 'Zx81-client' };
const given = (backup: object, more: object = {}) =>
  merge({ postgresql: { auth, backup: { enabled: true } } }, { postgresql: { backup, ...more } });
const rendered = (backup: object = {}, more: object = {}, name?: string) =>
  render(system, given(backup, more), name ? { name } : {});
const podOf = (backup: object = {}, more: object = {}): IPodSpec =>
  only<ICronJob>(rendered(backup, more), 'CronJob').spec?.jobTemplate.spec?.template.spec as IPodSpec;
const S3 = { bucket: 'acme-backups', prefix: 'daytona/prod', region: 'eu-central-1' };

test('without it, nothing is rendered; with it, a CronJob with a claim and an account of its own', () => {
  const before = inventory(render(system, { postgresql: { auth } }));
  expect(inventory(rendered()).filter((name) => !before.includes(name))).toEqual([
    'ServiceAccount daytona/daytona-postgresql-backup',
    'PersistentVolumeClaim daytona/daytona-postgresql-backup',
    'CronJob daytona/daytona-postgresql-backup',
  ]);
});

test('renders these manifests', () => {
  const all = rendered({ s3: { ...S3, accessKey: 'AKIAZX81', secretKey: 'Zx81-s3' } });
  const own = all.objects.filter(({ metadata }) => metadata.name.includes('backup'));
  expect(yamlOf({ ...all, objects: own })).toMatchSnapshot();
});

test('the database admits its pods, in addition to the other clients', () => {
  const policy = only<INetworkPolicy>(rendered(), 'NetworkPolicy');
  const labels = only<ICronJob>(rendered(), 'CronJob').spec?.jobTemplate.spec?.template.metadata?.labels;
  const [rule] = policy.spec?.ingress ?? [];
  expect(rule?.from?.slice(0, clients.length)).toEqual(clients);
  const own = rule?.from?.at(-1)?.podSelector?.matchLabels;
  expect(labels).toMatchObject(own ?? { none: '' });
  expect(own).toMatchObject({ 'app.kubernetes.io/component': 'backup' });
});

test('the Service of the database does not select its pods', () => {
  const labels = only<ICronJob>(rendered(), 'CronJob').spec?.jobTemplate.spec?.template.metadata?.labels ?? {};
  const services = rendered().objects.filter(({ kind }) => kind === 'Service');
  for (const service of services) {
    const { selector } = service.spec as { selector: Record<string, string> };
    expect(Object.entries(selector).every(([key, value]) => labels[key] === value)).toBe(false);
  }
});

test('its pods have no token and no privileges', () => {
  const pod = podOf({ s3: { ...S3, existingSecret: 'keys' } });
  expect(pod.automountServiceAccountToken).toBe(false);
  for (const { securityContext, env = [] } of [...(pod.initContainers ?? []), ...pod.containers]) {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
    const secrets = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.key ?? []);
    expect(secrets).not.toContain('postgres-password');
  }
});

test('the password is that of the user that Daytona connects as', () => {
  const keyOf = (more: object) =>
    podOf({}, more).initContainers?.[0]?.env?.find(({ name }) => name === 'PGPASSWORD')?.valueFrom?.secretKeyRef?.key;
  expect(keyOf({})).toBe('password');
  expect(keyOf({ auth: { ...auth, username: 'postgres', password: null } })).toBe('postgres-password');
});

test('dumps go to the claim, to an existing claim, or only to the bucket', () => {
  const volumeOf = (storage: object) =>
    podOf({ s3: { ...S3, existingSecret: 'keys' }, cronjob: { storage } }).volumes?.find(
      ({ name }) => name === 'dumps',
    );
  expect(volumeOf({})).toEqual({ name: 'dumps', persistentVolumeClaim: { claimName: 'daytona-postgresql-backup' } });
  expect(volumeOf({ existingClaim: 'mine' })).toEqual({ name: 'dumps', persistentVolumeClaim: { claimName: 'mine' } });
  expect(volumeOf({ enabled: false })).toEqual({ name: 'dumps', emptyDir: {} });
  expect(podOf().initContainers?.map(({ name }) => name)).toEqual(['dump']);
});

test('the policy for AWS covers the prefix only; other stores have none', () => {
  const statements = (s3: object) => (rendered({ s3 }).policies ?? []).map(({ document }) => document);
  expect(statements({ ...S3, existingSecret: 'keys' })).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::acme-backups'] },
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          Resource: ['arn:aws:s3:::acme-backups/daytona/prod/*'],
        },
      ],
    },
  ]);
  expect(statements({ ...S3, endpoint: 'https://s3.acme.io', existingSecret: 'keys' })).toEqual([]);
});

test('a long release name is shortened to what a CronJob may have', () => {
  const { metadata } = only<ICronJob>(rendered({}, {}, `${'r'.repeat(52)}x`), 'CronJob');
  expect((metadata?.name ?? '').length).toBeLessThanOrEqual(52);
  expect(metadata?.name).toMatch(/-backup$|-[0-9a-f]+$/);
});

const S3_PATH = 'postgresql.backup.s3';
test.each<[string, object, string[]]>([
  [
    'no place for dumps',
    { cronjob: { storage: { enabled: false } } },
    [
      'postgresql.backup.enabled: requires a place for the dumps: set backup.s3.bucket or backup.cronjob.storage.enabled',
    ],
  ],
  [
    'keys without a bucket',
    { s3: { existingSecret: 'k' } },
    [`${S3_PATH}.bucket: is required with the other values of s3`],
  ],
  ['AWS without a region', { s3: { bucket: 'b-1' } }, [`${S3_PATH}.region: is required on AWS`]],
  [
    'half a pair of keys',
    { s3: { ...S3, accessKey: 'AKIAZX81' } },
    [`${S3_PATH}.secretKey: is required with accessKey`],
  ],
  [
    'keys and a Secret',
    { s3: { ...S3, accessKey: 'AKIAZX81', secretKey: 'Zx81-s3', existingSecret: 'keys' } },
    [`${S3_PATH}.existingSecret: conflicts with accessKey and secretKey: set only one of them`],
  ],
  [
    'another store without keys',
    { s3: { ...S3, endpoint: 'https://s3.acme.io' } },
    [`${S3_PATH}.accessKey: is required with an endpoint other than AWS (or set existingSecret)`],
  ],
  [
    "a key of Bitnami's chart that is fixed",
    { cronjob: { concurrencyPolicy: 'Allow' } },
    [
      'postgresql.backup.cronjob.concurrencyPolicy: unknown key (fixed here, because runs must not overlap: remove this key)',
    ],
  ],
])('refuses %s', (_name, change, problems) => {
  expect(problemsOf(system, given(change))).toEqual(problems);
});

test('an external database is backed up where it runs', () => {
  expect(problemsOf(system, { postgresql: { enabled: false, backup: { enabled: true } } })).toEqual([
    'postgresql.backup.enabled: requires postgresql.enabled: back up an external database where it runs',
  ]);
});

test('a bucket without TLS causes a warning', () => {
  const s3 = { ...S3, endpoint: 'http://s3.acme.io', existingSecret: 'keys' };
  expect(warningsOf(system, given({ s3 }))).toEqual([
    `${S3_PATH}.endpoint: dumps are sent without encryption: use https`,
  ]);
});

test('deleting the release leaves the dumps in the bucket, and says so', () => {
  const left = (backup: object) =>
    removal
      .remainders?.(rendered(backup))
      .map(({ what }) => what)
      .filter((what) => what.includes('dumps'));
  expect(left({ s3: { ...S3, existingSecret: 'keys' } })).toEqual([
    'the dumps of the database in acme-backups/daytona/prod',
  ]);
  expect(left({})).toEqual([]);
});
