// The values file with the defaults of Helm chart 0.2.x: with it, a values file for that chart means the same.

import { join } from 'node:path';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { system } from '../../../charts/daytona-region';
import { checkSchema } from '../../../lib/render/schema-check';
import { readLayer } from '../../../lib/values/file/load';
import { problemsOf } from '../../support/problems';
import { only, rendered } from '../../support/render';
import { minimal, snapshots } from './values';

const FILE = join(__dirname, '..', '..', '..', 'charts', 'daytona-region', 'upstream-0.2.values.yaml');
const upstream = readLayer(FILE, FILE).apply({});
const sshKeys = { privClientSSHKey: 'UFJJVg==', pubClientSSHKey: 'UFVC', privGatewaySSHKey: 'SE9TVA==' };
const token = { env: { API_TOKEN: 'runner-token-0123456789' } };
const required = { ...minimal, services: { sshGateway: { sshKeys }, runner: token } };

const layers = (...own: object[]) => [upstream, required, ...own.map((services) => ({ services }))];
const region = (...own: object[]) => rendered(system, layers(...own));
const environment = ({ spec }: IDeployment) =>
  Object.fromEntries((spec?.template.spec?.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));

test('what runs by default: the proxy, the SSH gateway and the runner manager', () => {
  const release = region();
  expect(checkSchema(release.objects)).toEqual([]);
  const deployments = release.objects.filter(({ kind }) => kind === 'Deployment');
  expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual([
    'daytona-region-proxy',
    'daytona-region-runnermanager',
    'daytona-region-ssh-gateway',
  ]);
});

test('the certificate of the proxy does not cover the wildcard host, whose rule is there all the same', () => {
  const { spec } = only<IIngress>(region(), 'Ingress', 'daytona-region-proxy');
  expect(spec?.tls?.[0]?.hosts).toEqual(['proxy.mycompany.daytona.io']);
  expect(spec?.rules?.map(({ host }) => host)).toEqual(['proxy.mycompany.daytona.io', '*.proxy.mycompany.daytona.io']);
});

describe('the snapshot manager', () => {
  const manager = (values: object = {}) =>
    only<IDeployment>(
      region({ snapshotManager: snapshots }, { snapshotManager: values }),
      'Deployment',
      'daytona-region-snapshot-manager',
    );

  test("is Daytona's, and neither encrypts nor deletes snapshots", () => {
    const deployment = manager();
    expect(deployment.spec?.template.spec?.containers[0]?.image).toBe(
      'docker.io/daytonaio/daytona-snapshot-manager:v0.207.0',
    );
    expect(environment(deployment)).toMatchObject({
      SNAPSHOT_MANAGER_STORAGE_DRIVER: 's3',
      SNAPSHOT_MANAGER_STORAGE_S3_ENCRYPT: 'false',
      SNAPSHOT_MANAGER_STORAGE_DELETE_ENABLED: 'false',
      SNAPSHOT_MANAGER_CACHE_ENABLED: 'true',
      SNAPSHOT_MANAGER_CACHE_DRIVER: 'inmemory',
    });
  });

  test('takes a store other than AWS, as the Helm chart does', () => {
    const env = environment(manager({ storage: { s3: { endpoint: 'https://minio.example.com' } } }));
    expect(env.SNAPSHOT_MANAGER_STORAGE_S3_REGIONENDPOINT).toBe('https://minio.example.com');
  });

  test('takes a volume', () => {
    const env = environment(manager({ storage: { driver: 'filesystem' } }));
    expect(env.SNAPSHOT_MANAGER_STORAGE_DRIVER).toBe('filesystem');
  });
});

describe('the SSH gateway', () => {
  test('needs keys, which the Helm chart leaves empty', () => {
    expect(problemsOf(system, [upstream, minimal, { services: { runner: token } }])).toEqual([
      expect.stringContaining('services.sshGateway.sshKeys.privClientSSHKey: is required'),
      expect.stringContaining('services.sshGateway.sshKeys.privGatewaySSHKey: is required'),
      expect.stringContaining('services.sshGateway.sshKeys.pubClientSSHKey: is required'),
    ]);
  });

  test('can be turned off', () => {
    const { objects } = rendered(system, [
      upstream,
      minimal,
      { services: { runner: token, sshGateway: { enabled: false } } },
    ]);
    expect(objects.filter(({ metadata }) => metadata.name.includes('ssh'))).toEqual([]);
  });
});

describe('the image of the reaper', () => {
  const image = (reaper: object, registration: object = {}) => {
    const release = rendered(system, [
      ...layers({ runnerReaper: { enabled: true, image: reaper } }),
      { registration: { image: registration } },
    ]);
    const { spec } = only<ICronJob>(release, 'CronJob', 'daytona-region-runner-reaper');
    return spec?.jobTemplate.spec?.template.spec?.containers[0]?.image;
  };
  const digest = `sha256:${'a'.repeat(64)}`;

  test.each([
    ['daytonaio/kubectl:1.34.2-r2', {}, {}],
    ['daytonaio/kubectl:1.34.2-r2', { repository: '', tag: '', pullPolicy: '' }, {}],
    ['tools/kubectl:2', {}, { repository: 'tools/kubectl', tag: '2' }],
    ['r.example.com/tools/kubectl:2', {}, { registry: 'r.example.com', repository: 'tools/kubectl', tag: '2' }],
    ['daytonaio/kubectl:3', { tag: '3' }, { digest }],
    ['own/tools:4', { repository: 'own/tools', tag: '4' }, { registry: 'r.example.com', digest }],
    [`daytonaio/kubectl:1.34.2-r2@${digest}`, {}, { digest }],
  ])('is %s with %j and %j of the registration', (expected, reaper, registration) => {
    expect(image(reaper, registration)).toBe(expected);
  });
});

describe('runners', () => {
  test('are prepared by a DaemonSet, which isolates sandboxes', () => {
    const { spec } = only<IDaemonSet>(region(), 'DaemonSet', 'daytona-region-runner');
    const containers = spec?.template.spec?.containers ?? [];
    expect(containers.map(({ name }) => name)).toEqual(['docker-installer', 'daytona-binary-installer']);
    expect(containers[0]?.env).toContainEqual({ name: 'SANDBOX_ISOLATION', value: 'true' });
  });

  test('can be turned off', () => {
    const off = { runner: { enabled: false }, runnermanager: { enabled: false } };
    const { objects } = region(off);
    expect(objects.filter(({ metadata }) => metadata.name.includes('runner'))).toEqual([]);
  });
});
