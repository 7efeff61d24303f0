// What the adaptor does with its values.

import { App, Chart } from 'cdk8s';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import { PeerPods, system } from '../../../charts/peerpods';
import { PROVIDER_NAMES } from '../../../charts/peerpods/providers';
import { inventory, only, render } from '../../support/render';
import { alone, layered, referencing, valuesFor } from './values';

type Data = Readonly<Record<string, string>>;

const adaptor = (...layers: readonly object[]) => render(system, layered(...layers, alone));

const podOf = (...layers: readonly object[]) => {
  const spec = only<IDaemonSet>(adaptor(...layers), 'DaemonSet').spec?.template.spec;
  if (!spec) throw new Error('no pod');
  return spec;
};

const containerOf = (...layers: readonly object[]) => {
  const [container] = podOf(...layers).containers;
  if (!container) throw new Error('no container');
  return container;
};

const settingsOf = (...layers: readonly object[]) =>
  only<{ data: Data }>(adaptor(...layers), 'ConfigMap', 'peer-pods-cm').data;

const TLS = { caCert: '-----BEGIN a\n', clientCert: '-----BEGIN b\n', clientKey: '-----BEGIN c\n' };

describe('settings', () => {
  test('the name of IBM Power is the one that the image knows', () => {
    expect(settingsOf(valuesFor('ibmcloudpowervs')).CLOUD_PROVIDER).toBe('ibmcloud-powervs');
  });

  test('libvirt is told its connection, which the start script asks for', () => {
    const { LIBVIRT_URI } = settingsOf({ provider: 'libvirt' });
    expect(LIBVIRT_URI).toBe('qemu+ssh://root@192.168.122.1/system?no_verify=1');
  });

  test.each([
    ['limit', { limit: 25 }, '25'],
    ['limit as text', { limit: '25' }, '25'],
    ['0, which stands for no limit', { limit: 0 }, '-1'],
    [
      'the variable of the provider over it',
      { limit: 25, providerConfigs: { aws: { PEERPODS_LIMIT_PER_NODE: 3 } } },
      '3',
    ],
  ])('a node offers as many machines as %s says', (_name, change, expected) => {
    expect(settingsOf(valuesFor('aws'), change).PEERPODS_LIMIT_PER_NODE).toBe(expected);
  });

  test('the runtime class of the webhook is that of the adaptor', () => {
    const change = { webhook: { webhook: { targetRuntimeClass: 'peer' } } };
    expect(settingsOf(valuesFor('aws'), change).RUNTIMECLASS_NAME).toBe('peer');
  });

  test('a TLS profile is handed over', () => {
    const tlsProfile = { minVersion: 'VersionTLS12', cipherSuites: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' };
    expect(settingsOf(valuesFor('aws'), { tlsProfile })).toMatchObject({
      TLS_MIN_VERSION: tlsProfile.minVersion,
      TLS_CIPHER_SUITES: tlsProfile.cipherSuites,
    });
  });

  test('settings and credentials of other providers stay away', () => {
    const release = adaptor(valuesFor('gcp'), { ...valuesFor('aws'), provider: 'aws' });
    expect(JSON.stringify(release.objects)).not.toContain('GCP_');
  });

  test('the probe follows the port that the adaptor listens on', () => {
    const { startupProbe } = containerOf(valuesFor('aws'), { providerConfigs: { aws: { PROBE_PORT: '9000' } } });
    expect(startupProbe?.httpGet).toMatchObject({ port: 9000, host: '127.0.0.1' });
  });
});

describe('Secrets', () => {
  test('in mode reference none is rendered, and the pod reads those that are named', () => {
    const names = { existingSecretName: 'mine', existingSshKeySecretName: 'ssh', existingTlsSecretName: 'tls' };
    const values = referencing('byom', names);
    expect(inventory(adaptor(values)).filter((object) => object.startsWith('Secret'))).toEqual([]);
    const { volumes = [] } = podOf(values);
    expect(volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual(['ssh', 'tls']);
    expect(containerOf(values).envFrom).toEqual([
      { secretRef: { name: 'mine' } },
      { configMapRef: { name: 'peer-pods-cm' } },
    ]);
  });

  test('one Secret is enough for credentials and SSH keys', () => {
    const { volumes = [] } = podOf(referencing('libvirt'));
    expect(volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual(['mine']);
  });

  test('SSH keys are mounted for those who use them, and may be missing', () => {
    const withSsh = PROVIDER_NAMES.filter((provider) =>
      podOf(valuesFor(provider)).volumes?.some(({ name, secret }) => name === 'ssh' && secret?.optional === true),
    );
    expect(withSsh).toEqual(['byom', 'libvirt']);
  });

  test('no key of libvirt among the values: no Secret, but the pod takes one that is brought', () => {
    const release = adaptor({ provider: 'libvirt' });
    expect(inventory(release).filter((object) => object.startsWith('Secret'))).toEqual([
      'Secret confidential-containers-system/peer-pods-secret',
    ]);
    expect(podOf({ provider: 'libvirt' }).volumes).toContainEqual({
      name: 'ssh',
      secret: { secretName: 'ssh-key-secret', defaultMode: 0o600, optional: true },
    });
  });

  test('certificates bring their variables, their Secret and their mount', () => {
    const values = layered(valuesFor('aws'), { secrets: { tlsCerts: TLS } });
    const { data } = only<{ data: Data }>(adaptor(values), 'Secret', 'certs-for-tls');
    const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
    expect(Object.fromEntries(decoded)).toEqual({
      'ca.crt': TLS.caCert,
      'client.crt': TLS.clientCert,
      'client.key': TLS.clientKey,
    });
    expect(settingsOf(values)).toMatchObject({
      CACERT_FILE: '/etc/certificates/ca.crt',
      CERT_FILE: '/etc/certificates/client.crt',
      CERT_KEY: '/etc/certificates/client.key',
    });
    expect(containerOf(values).volumeMounts).toContainEqual({
      name: 'certs',
      mountPath: '/etc/certificates',
      readOnly: true,
    });
  });

  test.each([
    ['a setting', { providerConfigs: { aws: { PODVM_AMI_ID: 'ami-2' } } }],
    ['a credential', { providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: 'other' } } }],
  ])('a change of %s rolls the pods', (_name, change) => {
    const annotations = (values: object) =>
      only<IDaemonSet>(adaptor(values), 'DaemonSet').spec?.template.metadata?.annotations;
    expect(annotations(layered(valuesFor('aws'), change))).not.toEqual(annotations(valuesFor('aws')));
  });
});

describe('pod', () => {
  const tokens = (values: object) =>
    (podOf(values).volumes ?? [])
      .flatMap(({ projected }) => projected?.sources ?? [])
      .map((s) => s.serviceAccountToken);

  test('IBM Cloud gets the token of the account', () => {
    expect(tokens(valuesFor('ibmcloud'))).toEqual([{ audience: 'iam', expirationSeconds: 3600, path: 'vault-token' }]);
  });

  test('Alibaba Cloud gets one with RRSA alone, and is told where it is', () => {
    expect(tokens(valuesFor('alibabacloud'))).toEqual([]);
    const rrsa = layered(valuesFor('alibabacloud'), { alibabacloud: { rrsa: { enable: true } } });
    expect(tokens(rrsa)).toEqual([{ audience: 'sts.aliyuncs.com', expirationSeconds: 3600, path: 'token' }]);
    const [mount] = (containerOf(rrsa).volumeMounts ?? []).filter(({ name }) => name === 'rrsa-oidc-token');
    expect(settingsOf(rrsa).ALIBABA_CLOUD_OIDC_TOKEN_FILE).toBe(`${mount?.mountPath}/token`);
  });

  test('the sockets of Docker are for Docker alone', () => {
    const withDocker = PROVIDER_NAMES.filter((provider) =>
      JSON.stringify(podOf(valuesFor(provider))).includes('docker.sock'),
    );
    expect(withDocker).toEqual(['docker']);
  });

  test('nodes are those of the values', () => {
    const change = { daemonset: { nodeSelector: { 'node.kubernetes.io/worker': null, pool: 'peer' } } };
    expect(podOf(valuesFor('aws'), change).nodeSelector).toEqual({ pool: 'peer' });
    expect(podOf(valuesFor('aws')).nodeSelector).toEqual({ 'node.kubernetes.io/worker': '' });
  });

  test('labels of the user leave the selector alone', () => {
    const change = { daemonset: { podLabels: { app: 'mine', 'azure.workload.identity/use': true } } };
    const { spec } = only<IDaemonSet>(adaptor(valuesFor('aws'), change), 'DaemonSet');
    expect(spec?.template.metadata?.labels).toMatchObject({
      app: 'cloud-api-adaptor',
      'azure.workload.identity/use': 'true',
    });
  });

  test.each([
    ['an empty name and tag', { name: '', tag: '' }, 'quay.io/confidential-containers/cloud-api-adaptor:latest'],
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

describe('permissions', () => {
  const rulesIn = (values: object, name: string) => only<IRole>(adaptor(values), 'Role', name);

  test('releases do not share cluster-wide objects', () => {
    const namesOf = (name: string) =>
      render(system, layered(valuesFor('aws'), alone), { name })
        .objects.filter(({ kind }) => kind.startsWith('ClusterRole'))
        .map((object) => object.metadata.name);
    const first = namesOf('peerpods');
    expect(first.filter((name) => namesOf('peerpods-2').includes(name))).toEqual([]);
    expect(first.every((name) => name.startsWith('peerpods-'))).toBe(true);
  });

  test('nothing may be listed but pods, and no Secret changed', () => {
    const { objects } = adaptor(valuesFor('aws'));
    const rules = objects.flatMap((object) => (object.rules ?? []) as { resources: string[]; verbs: string[] }[]);
    expect(rules.filter(({ verbs }) => verbs.includes('list')).map(({ resources }) => resources)).toEqual([['pods']]);
    expect(rules.filter(({ resources }) => resources.includes('secrets')).map(({ verbs }) => verbs)).toEqual([['get']]);
  });

  test('the state of a pool may be kept where it is kept, for byom alone', () => {
    const change = { providerConfigs: { byom: { POOL_CONFIGMAP_NAME: 'pool', POOL_NAMESPACE: 'machines' } } };
    const role = rulesIn(layered(valuesFor('byom'), change), 'peerpods-cm-editor');
    expect(role.metadata?.namespace).toBe('machines');
    expect(role.rules?.[1]?.resourceNames).toEqual(['pool']);
    expect(inventory(adaptor(valuesFor('aws'))).filter((object) => object.startsWith('Role'))).toEqual([]);
  });

  test('IBM Cloud looks its cluster up unless it is told', () => {
    const role = rulesIn(valuesFor('ibmcloud'), 'peerpods-cluster-info-viewer');
    expect(role.metadata?.namespace).toBe('kube-system');
    const told = layered(valuesFor('ibmcloud'), { providerConfigs: { ibmcloud: { IBMCLOUD_CLUSTER_ID: 'c1' } } });
    expect(inventory(adaptor(told)).filter((object) => object.startsWith('Role'))).toEqual([]);
  });

  test('an account of one’s own is named, not made', () => {
    const change = { daemonset: { serviceAccount: { create: false, name: 'mine' } } };
    const release = adaptor(valuesFor('aws'), change);
    expect(inventory(release).filter((object) => object.startsWith('ServiceAccount'))).toEqual([]);
    expect(podOf(valuesFor('aws'), change).serviceAccountName).toBe('mine');
  });
});

describe('namespace', () => {
  const namespaceOf = (change: object, identity = {}) =>
    only<INamespace>(render(system, layered(valuesFor('aws'), alone, change), identity), 'Namespace').metadata;

  test('it is created on request, for privileged pods', () => {
    expect(inventory(adaptor(valuesFor('aws'))).filter((object) => object.startsWith('Namespace'))).toEqual([]);
    expect(namespaceOf({ createNamespace: true })).toMatchObject({
      name: 'confidential-containers-system',
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged', 'app.kubernetes.io/managed-by': 'sandbox-charts' },
    });
  });

  test('Helm takes it over on request', () => {
    expect(namespaceOf({ createNamespace: true, helmOwnership: true }, { name: 'pp', namespace: 'caa' })).toMatchObject(
      {
        name: 'caa',
        labels: { 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': 'pp', 'meta.helm.sh/release-namespace': 'caa' },
      },
    );
  });

  test('the value names it as well', () => {
    expect(namespaceOf({ createNamespace: true, namespace: 'caa' })?.name).toBe('caa');
  });
});

test('the construct knows its runtime class', () => {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  const values = { ...valuesFor('aws'), webhook: { webhook: { targetRuntimeClass: 'peer' } } };
  expect(new PeerPods(chart, 'peerpods', { values }).runtimeClass).toBe('peer');
});
