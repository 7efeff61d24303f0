// The SSH gateway of a region, and the CronJob that retires its lost runners.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import { system } from '../../../charts/daytona-region';
import { only, rendered } from '../../support/render';

const base = {
  regionName: 'eu',
  proxyUrl: 'https://proxy.example.com',
  daytonaApiUrl: 'https://api.example.com/api',
  daytonaApiKey: 'key',
};
const sshKeys = { privClientSSHKey: 'UFJJVg==', pubClientSSHKey: 'UFVC', privGatewaySSHKey: 'SE9TVA==' };
const region = (...layers: object[]) => rendered(system, [base, ...layers]);
const withGateway = (values: object = {}, more: object = {}) =>
  region({ services: { sshGateway: { enabled: true, sshKeys, ...values } } }, more);

const NAME = 'daytona-region-ssh-gateway';
type Rendered = ReturnType<typeof region>;

const variables = (release: Rendered) =>
  Object.fromEntries(
    (only<IDeployment>(release, 'Deployment', NAME).spec?.template.spec?.containers[0]?.env ?? []).map(
      ({ name, value, valueFrom }) => [name, value ?? valueFrom?.secretKeyRef],
    ),
  );

const registered = ({ objects }: Rendered) => {
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('registration'));
  const env = (job as unknown as IJob).spec?.template.spec?.containers[0]?.env ?? [];
  return env.find(({ name }) => name === 'SSH_GATEWAY_URL')?.value;
};

test('is off by default, as is the CronJob', () => {
  const { objects } = region();
  expect(objects.filter(({ metadata }) => /ssh|reaper/.test(metadata.name))).toEqual([]);
});

describe('the gateway', () => {
  test('has its own keys, and the key that Daytona issues', () => {
    expect(variables(withGateway())).toEqual({
      SSH_GATEWAY_PORT: '2222',
      API_URL: 'https://api.example.com/api',
      API_KEY: { name: 'daytona-region-region-config', key: 'sshGatewayApiKey' },
      SSH_PRIVATE_KEY: { name: 'daytona-region-secret-ssh', key: 'SSH_PRIVATE_KEY' },
      SSH_HOST_KEY: { name: 'daytona-region-secret-ssh', key: 'SSH_HOST_KEY' },
    });
  });

  test('has the key of the values instead', () => {
    const { API_KEY } = variables(withGateway({ apiKey: 'Zx81-api-key' }));
    expect(API_KEY).toEqual({ name: 'daytona-region-secret-ssh', key: 'API_KEY' });
  });

  test('reads its keys from an existing Secret', () => {
    const release = region({ services: { sshGateway: { enabled: true, existingSecret: 'ssh' } } });
    expect(variables(release).SSH_HOST_KEY).toEqual({ name: 'ssh', key: 'SSH_HOST_KEY' });
    expect(release.externals).toContainEqual(
      expect.objectContaining({ kind: 'Secret', name: 'ssh', keys: ['SSH_PRIVATE_KEY', 'SSH_HOST_KEY'] }),
    );
    expect(release.objects.some(({ metadata }) => metadata.name.endsWith('secret-ssh'))).toBe(false);
  });

  test.each([
    [{}, {}, 'ssh://ssh.example.com:2222'],
    [{}, { baseDomain: 'eu.example.org' }, 'ssh://ssh.eu.example.org:2222'],
    [{ env: { SSH_GATEWAY_HOST: 'gate.example.org' }, service: { port: 22 } }, {}, 'ssh://gate.example.org:22'],
    [{}, { sshGatewayUrl: 'ssh://other.example.org' }, 'ssh://other.example.org'],
  ])('is registered with Daytona: %j %j', (values, more, url) => {
    expect(registered(withGateway(values, more))).toBe(url);
  });

  test.each([
    [
      { sshKeys: {} },
      'services.sshGateway.sshKeys.privClientSSHKey: is required (`sandbox-charts secrets daytona-region` generates one',
    ],
    [{ existingSecret: 'x' }, 'conflicts with services.sshGateway.existingSecret'],
    [{ apiKey: 'supersecretapikey' }, 'services.sshGateway.apiKey: is the publicly known default'],
  ])('%j is refused', (values, message) => {
    expect(() =>
      region({ services: { sshGateway: { enabled: true, sshKeys, ...values } } }, 'sshKeys' in values ? {} : {}),
    ).toThrow(message);
  });

  test('needs a key without the registration', () => {
    const alone = { registration: { enabled: false }, services: { proxy: { existingSecret: 'proxy' } } };
    expect(() => withGateway({}, alone)).toThrow('services.sshGateway.apiKey: is required: without the registration');
  });
});

describe('the CronJob', () => {
  const cronJob = (values: object = {}) =>
    only<ICronJob>(
      region({ services: { runnerReaper: { enabled: true, ...values } } }),
      'CronJob',
      'daytona-region-runner-reaper',
    );

  test('has the key of the registration, and the region that it created', () => {
    const env = cronJob().spec?.jobTemplate.spec?.template.spec?.containers[0]?.env ?? [];
    const sources = Object.fromEntries(
      env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom?.secretKeyRef]),
    );
    expect(sources).toEqual({
      DAYTONA_API_URL: 'https://api.example.com/api',
      DAYTONA_API_KEY: { name: 'daytona-region-daytona-api-key', key: 'daytona-api-key' },
      REGION_ID: { name: 'daytona-region-region-config', key: 'id' },
      GRACE_SECONDS: '900',
      DRY_RUN: 'false',
      DELETE_DECOMMISSIONED: 'true',
    });
  });

  test('never runs twice at a time, and has no access to the cluster', () => {
    const { spec } = cronJob({ schedule: '0 * * * *', activeDeadlineSeconds: 60 });
    expect(spec).toMatchObject({ schedule: '0 * * * *', concurrencyPolicy: 'Forbid' });
    expect(spec?.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 60, backoffLimit: 0 });
    expect(spec?.jobTemplate.spec?.template.spec?.automountServiceAccountToken).toBe(false);
  });

  test('needs the registration', () => {
    const alone = {
      registration: { enabled: false },
      services: { proxy: { existingSecret: 'proxy' }, runnerReaper: { enabled: true } },
    };
    expect(() => region(alone)).toThrow('services.runnerReaper.enabled: requires the registration');
  });
});
