// peerpod-ctrl: its login, its permissions, and the warning if its image lacks the provider.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { parse } from 'yaml';
import { system } from '../../../charts/peerpods';
import { PROVIDER_NAMES, type ProviderName } from '../../../charts/peerpods/providers';
import { containerOf, templateOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render } from '../../support/render';
import { alone, layered, referencing, valuesFor } from './values';

const NAME = 'peerpodctrl-controller-manager';
const on = layered(alone, { resourceCtrl: { enabled: true, createCRD: true } });
const controller = (...layers: readonly object[]) => render(system, layered(...layers, on));
const of = (provider: ProviderName, values: object = {}) => controller(valuesFor(provider), { resourceCtrl: values });
const podOf = (release: ReturnType<typeof of>) => templateOf(release, 'Deployment', NAME);
const problems = (values: object) => problemsOf(system, layered(valuesFor('aws'), on, { resourceCtrl: values }));

describe('it logs in like the adaptor', () => {
  test('with the Secret of the release', () => {
    expect(containerOf(podOf(of('aws')), 'manager').envFrom).toEqual([
      { secretRef: { name: 'peer-pods-secret' } },
      { configMapRef: { name: 'peer-pods-cm' } },
    ]);
  });

  test('with an existing Secret of any name', () => {
    const { spec } = podOf(controller(referencing('aws', { existingSecretName: 'my-creds' })));
    expect(spec.containers[1]?.envFrom).toEqual([
      { secretRef: { name: 'my-creds' } },
      { configMapRef: { name: 'peer-pods-cm' } },
    ]);
  });

  test('with existing SSH keys, which only root can read', () => {
    const secrets = { existingSshKeySecretName: 'my-keys' };
    const pod = podOf(controller(referencing('libvirt', secrets)));
    const secret = { secretName: 'my-keys', defaultMode: 0o600, optional: true };
    expect(pod.spec.volumes).toEqual([{ name: 'ssh', secret }]);
    const mounts = [{ name: 'ssh', mountPath: '/root/.ssh/', readOnly: true }];
    expect(containerOf(pod, 'manager').volumeMounts).toEqual(mounts);
  });

  test.each<[ProviderName, object, string]>([
    ['alibabacloud', { alibabacloud: { rrsa: { enable: true } } }, '/var/run/secrets/ack.alibabacloud.com/rrsa-tokens'],
    ['ibmcloud', {}, '/var/run/secrets/tokens'],
  ])('with its own token on %s', (provider, change, mountPath) => {
    const pod = podOf(controller(valuesFor(provider), change));
    expect(containerOf(pod, 'manager').volumeMounts).toEqual([expect.objectContaining({ mountPath })]);
    expect(pod.spec.volumes).toEqual([expect.objectContaining({ projected: expect.anything() })]);
  });

  test('a provider without keys or tokens mounts nothing', () => {
    const { spec } = podOf(of('aws'));
    expect(spec.volumes).toBeUndefined();
    expect(spec.containers.map(({ volumeMounts }) => volumeMounts)).toEqual([undefined, undefined]);
  });

  test('a changed credential restarts it', () => {
    const checksums = (key: string) => {
      const secrets = { providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: key } } };
      return podOf(controller(valuesFor('aws'), secrets)).metadata?.annotations;
    };
    expect(checksums('one')).not.toEqual(checksums('two'));
  });
});

describe('permissions', () => {
  const rulesOf = (release: ReturnType<typeof of>): IPolicyRule[] =>
    release.objects
      .filter(({ kind, metadata }) => /Role$/.test(kind) && metadata.name.startsWith('peerpodctrl'))
      .flatMap(({ rules }) => rules as IPolicyRule[]);

  test.each(PROVIDER_NAMES)('%s: it reads no Secret through the API', (provider) => {
    expect(rulesOf(of(provider)).flatMap(({ resources }) => resources)).not.toContain('secrets');
  });

  test('its settings are one ConfigMap in its namespace', () => {
    const release = of('aws');
    const { metadata, rules } = only<IRole>(release, 'Role', 'peerpodctrl-settings-reader');
    expect(metadata?.namespace).toBe('confidential-containers-system');
    const reading = { apiGroups: [''], resources: ['configmaps'], resourceNames: ['peer-pods-cm'], verbs: ['get'] };
    expect(rules).toEqual([reading]);
    expect(rulesOf(release).filter(({ resources }) => resources?.includes('configmaps'))).toEqual([reading]);
  });

  test('it can access the state of a VM pool where that is stored', () => {
    const pool = { providerConfigs: { byom: { POOL_CONFIGMAP_NAME: 'rack', POOL_NAMESPACE: 'machines' } } };
    const { metadata, rules } = only<IRole>(controller(valuesFor('byom'), pool), 'Role', 'peerpodctrl-pool-editor');
    expect(metadata?.namespace).toBe('machines');
    expect(rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['rack'], verbs: ['get', 'patch', 'update'] },
    ]);
  });

  test('it watches PeerPods in all namespaces, and creates none', () => {
    const { rules } = only<IClusterRole>(of('aws'), 'ClusterRole', 'peerpodctrl-manager-role');
    const [peerpods] = rules ?? [];
    expect(peerpods?.verbs).toEqual(['delete', 'get', 'list', 'patch', 'update', 'watch']);
  });
});

describe('metrics', () => {
  test('are protected by a proxy', () => {
    const release = of('aws');
    const pod = podOf(release);
    expect(containerOf(pod, 'kube-rbac-proxy').args).toContain('--upstream=http://127.0.0.1:8080/');
    expect(containerOf(pod, 'manager').args).toContain('--metrics-bind-address=127.0.0.1:8080');
    expect(inventory(release)).toContain(
      'Service confidential-containers-system/peerpodctrl-controller-manager-metrics-service',
    );
  });

  test('are open without it, and there are no permissions for readers', () => {
    const release = of('aws', { authProxy: { enabled: false } });
    const pod = podOf(release);
    expect(pod.spec.containers.map(({ name }) => name)).toEqual(['manager']);
    expect(containerOf(pod, 'manager').args).toContain('--metrics-bind-address=0.0.0.0:8080');
    expect(inventory(release).join('\n')).not.toMatch(/metrics|proxy/);
  });

  test.each([
    ['registry.example.com/proxy:v1', 'registry.example.com/proxy:v1'],
    ['mirror:5000/a/proxy', 'mirror:5000/a/proxy:latest'],
    [`proxy@sha256:${'b'.repeat(64)}`, `proxy@sha256:${'b'.repeat(64)}`],
  ])('the image of the proxy can be %s', (image, expected) => {
    expect(containerOf(podOf(of('aws', { authProxy: { image } })), 'kube-rbac-proxy').image).toBe(expected);
  });
});

describe('the CRD', () => {
  const kinds = (values: object) => inventory(controller(valuesFor('aws'), { resourceCtrl: values }));
  const crd = 'CustomResourceDefinition peerpods.confidentialcontainers.org';

  test('exists without the controller, too, because the adaptor records its VMs in it', () => {
    const release = render(system, layered(valuesFor('aws'), alone, { resourceCtrl: { createCRD: true } }));
    expect(inventory(release)).toContain(crd);
    expect(inventory(release).join('\n')).not.toContain('peerpodctrl');
  });

  test('is left out if another release creates it', () => {
    expect(kinds({})).toContain(crd);
    const values = { resourceCtrl: { enabled: true, createCRD: false } };
    const release = render(system, layered(valuesFor('aws'), alone, values));
    expect(inventory(release)).not.toContain(crd);
    expect(inventory(release).join('\n')).toContain('peerpodctrl');
  });

  test('is the same as in the binding', () => {
    const source = join(__dirname, '../../../imports/crds/peerpods.yaml');
    const { spec } = only(of('aws'), 'CustomResourceDefinition');
    expect(spec).toEqual(parse(readFileSync(source, 'utf8')).spec);
  });
});

test('with the longest prefix, every name is within its limit', () => {
  const namePrefix = `${'p'.repeat(28)}-`;
  expect(inventory(of('aws', { namePrefix })).join('\n')).toContain(`${namePrefix}controller-manager-metrics-service`);
});

test('a Deployment of the Helm release is taken over: same name, same selector', () => {
  const { metadata, spec } = only<IDeployment>(of('aws'), 'Deployment');
  expect(metadata?.name).toBe(NAME);
  expect(spec?.selector.matchLabels).toEqual({ 'control-plane': 'controller-manager' });
});

const warnings = (provider: ProviderName, values: object = {}) =>
  warningsOf(system, layered(valuesFor(provider), on, { resourceCtrl: values })).filter((line) =>
    line.startsWith('resourceCtrl'),
  );

const unsupported = (provider: string) =>
  `resourceCtrl.image.repository: the image does not support ${provider}: it cannot remove VMs that a crashed adaptor leaves behind, nor their PeerPods, which block the deletion of a namespace. Use your own image with support for it, or remove both manually (kubectl patch peerpod NAME --type=merge -p '{"metadata":{"finalizers":null}}')`;

test.each(PROVIDER_NAMES)('%s: a warning if the image does not support it', (provider) => {
  const lacking = ['docker', 'gcp', 'ibmcloudpowervs', 'vsphere'];
  expect(warnings(provider)).toEqual(lacking.includes(provider) ? [unsupported(provider)] : []);
});

test('a custom image may support every provider', () => {
  expect(warnings('gcp', { image: { repository: 'registry.example.com/peerpod-ctrl' } })).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'the default service account',
    { serviceAccount: { create: false, name: 'default' } },
    [
      'resourceCtrl.serviceAccount.name: is required if resourceCtrl.serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
    ],
  ],
  [
    'a prefix that gives an invalid name',
    { namePrefix: 'Peer_' },
    [
      'resourceCtrl.namePrefix: invalid value "Peer_" (expected at most 29 lowercase letters, digits and "-", starting with a letter)',
    ],
  ],
  [
    'more than there may be',
    { resources: { limits: { memory: '32Mi' } }, authProxy: { resources: { requests: { cpu: 1 } } } },
    [
      'resourceCtrl.authProxy.resources.requests.cpu: request 1 exceeds the limit 500m',
      'resourceCtrl.resources.requests.memory: request 64Mi exceeds the limit 32Mi',
    ],
  ],
  [
    'a prefix that is too long',
    { namePrefix: `${'p'.repeat(29)}-` },
    [
      `resourceCtrl.namePrefix: invalid value "${'p'.repeat(29)}-" (expected at most 29 lowercase letters, digits and "-", starting with a letter)`,
    ],
  ],
  [
    'an invalid image',
    { authProxy: { image: 'proxy:' } },
    ['resourceCtrl.authProxy.image: invalid value "proxy:" (expected an image with a tag or digest)'],
  ],
])('%s is refused', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});
