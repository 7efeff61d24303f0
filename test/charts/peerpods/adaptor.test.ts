// The effect of the values on the adaptor.

import { App, Chart } from 'cdk8s';
import { PeerPods } from '../../../charts/peerpods';
import { PROVIDER_NAMES } from '../../../charts/peerpods/providers';
import { only } from '../../support/render';
import { adaptor, containerOf, type Data, podOf, settingsOf, templateOf } from './adaptor-objects';
import { layered, valuesFor } from './values';

describe('settings', () => {
  test('IBM Power has the name that the image expects', () => {
    expect(settingsOf(valuesFor('ibmcloudpowervs')).CLOUD_PROVIDER).toBe('ibmcloud-powervs');
  });

  test('libvirt gets its connection, which the start script requires', () => {
    const { LIBVIRT_URI } = settingsOf({ provider: 'libvirt' });
    expect(LIBVIRT_URI).toBe('qemu+ssh://root@192.168.122.1/system?no_verify=1');
  });

  test('a connection with a password is in the Secret, and no default replaces it', () => {
    const connection = 'qemu+tcp://me:s3cret@host/system';
    const values = { provider: 'libvirt', providerSecrets: { libvirt: { LIBVIRT_URI: connection } } };
    expect(Object.keys(settingsOf(values))).not.toContain('LIBVIRT_URI');
    const { data } = only<{ data: Data }>(adaptor(values), 'Secret', 'peer-pods-secret');
    expect(Buffer.from(data.LIBVIRT_URI ?? '', 'base64').toString()).toBe(connection);
  });

  test.each([
    ['limit', { limit: 25 }, '25'],
    ['limit as text', { limit: '25' }, '25'],
    ['0, which means no limit', { limit: 0 }, '-1'],
    [
      'the variable of the provider over it',
      { limit: 25, providerConfigs: { aws: { PEERPODS_LIMIT_PER_NODE: 3 } } },
      '3',
    ],
  ])('a node offers as many VMs as %s sets', (_name, change, expected) => {
    expect(settingsOf(valuesFor('aws'), change).PEERPODS_LIMIT_PER_NODE).toBe(expected);
  });

  test('an empty variable does not override the value with lower precedence', () => {
    const minVersion = 'VersionTLS12';
    const empty = { PEERPODS_LIMIT_PER_NODE: '', RUNTIMECLASS_NAME: '', TLS_MIN_VERSION: '', AWS_SG_IDS: '' };
    const change = { limit: 25, tlsProfile: { minVersion }, providerConfigs: { aws: empty } };
    expect(settingsOf(valuesFor('aws'), change)).toMatchObject({
      PEERPODS_LIMIT_PER_NODE: '25',
      RUNTIMECLASS_NAME: 'kata-remote',
      TLS_MIN_VERSION: minVersion,
      AWS_SG_IDS: '',
    });
  });

  test('webhook and adaptor have the same runtime class', () => {
    const change = { webhook: { webhook: { targetRuntimeClass: 'peer' } } };
    expect(settingsOf(valuesFor('aws'), change).RUNTIMECLASS_NAME).toBe('peer');
  });

  test('a TLS profile is passed on', () => {
    const tlsProfile = { minVersion: 'VersionTLS12', cipherSuites: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' };
    expect(settingsOf(valuesFor('aws'), { tlsProfile })).toMatchObject({
      TLS_MIN_VERSION: tlsProfile.minVersion,
      TLS_CIPHER_SUITES: tlsProfile.cipherSuites,
    });
  });

  test('settings and credentials of other providers are left out', () => {
    const release = adaptor(valuesFor('gcp'), { ...valuesFor('aws'), provider: 'aws' });
    expect(JSON.stringify(release.objects)).not.toContain('GCP_');
  });

  test('the probe uses the port that the adaptor listens on', () => {
    const { startupProbe } = containerOf(valuesFor('aws'), { providerConfigs: { aws: { PROBE_PORT: '9000' } } });
    expect(startupProbe?.httpGet).toMatchObject({ port: 9000, host: '127.0.0.1' });
  });
});

describe('pod', () => {
  const tokens = (values: object) =>
    (podOf(values).volumes ?? [])
      .flatMap(({ projected }) => projected?.sources ?? [])
      .map((s) => s.serviceAccountToken);

  test('IBM Cloud gets the service account token', () => {
    expect(tokens(valuesFor('ibmcloud'))).toEqual([{ audience: 'iam', expirationSeconds: 3600, path: 'vault-token' }]);
  });

  test('Alibaba Cloud gets a token only with RRSA, and its path', () => {
    expect(tokens(valuesFor('alibabacloud'))).toEqual([]);
    const rrsa = layered(valuesFor('alibabacloud'), { alibabacloud: { rrsa: { enable: true } } });
    expect(tokens(rrsa)).toEqual([{ audience: 'sts.aliyuncs.com', expirationSeconds: 3600, path: 'token' }]);
    const [mount] = (containerOf(rrsa).volumeMounts ?? []).filter(({ name }) => name === 'rrsa-oidc-token');
    expect(settingsOf(rrsa).ALIBABA_CLOUD_OIDC_TOKEN_FILE).toBe(`${mount?.mountPath}/token`);
  });

  test("Docker's sockets are mounted only for docker", () => {
    const withDocker = PROVIDER_NAMES.filter((provider) =>
      JSON.stringify(podOf(valuesFor(provider))).includes('docker.sock'),
    );
    expect(withDocker).toEqual(['docker']);
  });

  test('the nodes come from the values', () => {
    const change = { daemonset: { nodeSelector: { 'node.kubernetes.io/worker': null, pool: 'peer' } } };
    expect(podOf(valuesFor('aws'), change).nodeSelector).toEqual({ pool: 'peer' });
    expect(podOf(valuesFor('aws')).nodeSelector).toEqual({ 'node.kubernetes.io/worker': '' });
  });

  test('user labels do not change the selector', () => {
    const change = { daemonset: { podLabels: { app: 'mine', 'azure.workload.identity/use': true } } };
    expect(templateOf(valuesFor('aws'), change).metadata?.labels).toMatchObject({
      app: 'cloud-api-adaptor',
      'azure.workload.identity/use': 'true',
    });
  });

  test.each([
    [
      'an empty name and tag',
      { name: '', tag: '' },
      'quay.io/confidential-containers/cloud-api-adaptor:61b1aba91df646a663e60ab6b55c6a7dc93cd167',
    ],
    ['a tag that looks like a number', { tag: '0123456' }, 'quay.io/confidential-containers/cloud-api-adaptor:0123456'],
    [
      'a digest',
      { tag: '', digest: `sha256:${'a'.repeat(64)}` },
      `quay.io/confidential-containers/cloud-api-adaptor@sha256:${'a'.repeat(64)}`,
    ],
  ])('%s of the image', (_name, image, expected) => {
    expect(containerOf(valuesFor('aws'), { image }).image).toBe(expected);
  });
});

test('the construct exposes its runtime class', () => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  const values = { ...valuesFor('aws'), webhook: { webhook: { targetRuntimeClass: 'peer' } } };
  expect(new PeerPods(chart, 'peerpods', { values }).runtimeClass).toBe('peer');
});
