// kata-deploy: installs the remote runtime, on the adaptor's nodes only.

import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1/RuntimeClass';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import { system } from '../../../charts/peerpods';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render } from '../../support/render';
import { alone, layered, valuesFor } from './values';

const base = layered(valuesFor('aws'), alone, { 'kata-deploy': { enabled: true } });
const withValues = (kata: object, ...layers: readonly object[]) => layered(base, { 'kata-deploy': kata }, ...layers);
const kata = (values: object = {}, ...layers: readonly object[]) => render(system, withValues(values, ...layers));
const podOf = (release: ReturnType<typeof kata>) => templateOf(release, 'DaemonSet', 'kata-deploy');
const installerOf = (release: ReturnType<typeof kata>) => containerOf(podOf(release), 'kube-kata');
const classOf = (release: ReturnType<typeof kata>) => only<IRuntimeClass>(release, 'RuntimeClass');
const problems = (values: object) => problemsOf(system, withValues(values));

test('installs only the remote shim, on any processor', () => {
  expect(variablesOf(installerOf(kata()))).toEqual({
    NODE_NAME: 'spec.nodeName',
    DAEMONSET_NAME: 'kata-deploy',
    DEBUG: 'false',
    SHIMS_AARCH64: '',
    SHIMS_X86_64: 'remote',
    DEFAULT_SHIM_X86_64: 'remote',
    SNAPSHOTTER_HANDLER_MAPPING_X86_64: 'remote:nydus',
    PULL_TYPE_MAPPING_X86_64: 'remote:guest-pull',
    SHIMS_S390X: 'remote',
    DEFAULT_SHIM_S390X: 'remote',
    SNAPSHOTTER_HANDLER_MAPPING_S390X: 'remote:nydus',
    PULL_TYPE_MAPPING_S390X: 'remote:guest-pull',
    SHIMS_PPC64LE: 'remote',
    DEFAULT_SHIM_PPC64LE: 'remote',
    SNAPSHOTTER_HANDLER_MAPPING_PPC64LE: 'remote:nydus',
    PULL_TYPE_MAPPING_PPC64LE: 'remote:guest-pull',
    INSTALLATION_PREFIX: '',
    MULTI_INSTALL_SUFFIX: '',
    EXPERIMENTAL_SETUP_SNAPSHOTTER: 'nydus',
    HEALTH_PORT: '8090',
  });
});

test('installs no snapshotter if disabled; the default is a shim that is installed', () => {
  const variables = variablesOf(installerOf(kata({ snapshotter: { setup: [] }, defaultShim: { amd64: null } })));
  expect(variables.EXPERIMENTAL_SETUP_SNAPSHOTTER).toBe('');
  expect(variables.DEFAULT_SHIM_X86_64).toBe('remote');
});

test('shims that a Helm values file disables are accepted', () => {
  const shims = {
    disableAll: true,
    clh: { enabled: false },
    'qemu-snp': { enabled: false },
    remote: { enabled: true },
  };
  expect(variablesOf(installerOf(kata({ shims })))).toEqual(variablesOf(installerOf(kata())));
});

test.each([
  ['k8s', '/etc/containerd/'],
  ['k3s', '/var/lib/rancher/k3s/agent/etc/containerd/'],
  ['rke2', '/var/lib/rancher/rke2/agent/etc/containerd/'],
  ['k0s', '/etc/k0s/'],
  ['microk8s', '/var/snap/microk8s/current/args/'],
])('%s has the configuration of containerd in %s, and CRI-O in its own place', (k8sDistribution, path) => {
  const release = kata({ k8sDistribution });
  const { volumes = [] } = podOf(release).spec;
  const shown = (installerOf(release).volumeMounts ?? []).map(({ name, mountPath }) => [
    volumes.find((volume) => volume.name === name)?.hostPath?.path,
    mountPath,
  ]);
  expect(shown).toEqual([
    ['/etc/crio/', '/etc/crio/'],
    [path, '/etc/containerd/'],
    ['/', '/host/'],
  ]);
});

describe('it runs where the adaptor runs', () => {
  const daemonset = {
    nodeSelector: { 'example.com/cvm': 'yes', 'node.kubernetes.io/worker': null },
    tolerations: [{ key: 'cvm', operator: 'Exists' }],
  };

  test('on the same nodes', () => {
    const { nodeSelector, tolerations } = podOf(kata({ nodeSelector: { disk: 'ssd' } }, { daemonset })).spec;
    expect(nodeSelector).toEqual({ 'example.com/cvm': 'yes', disk: 'ssd' });
    expect(tolerations).toEqual(daemonset.tolerations);
  });

  test('with its own tolerations if it has some', () => {
    const tolerations = [{ operator: 'Exists' }];
    expect(podOf(kata({ tolerations }, { daemonset })).spec.tolerations).toEqual(tolerations);
  });

  test('and so do peer pods, on nodes that have the runtime', () => {
    const change = { daemonset, nodeSelector: { pool: 'a' } };
    const own = { 'example.com/cvm': 'yes', 'katacontainers.io/kata-runtime': 'true' };
    expect(classOf(kata({}, change)).scheduling?.nodeSelector).toEqual(own);
    const inherited = classOf(kata({}, { ...change, nodeAgents: { inherit: true } })).scheduling;
    expect(inherited?.nodeSelector).toEqual({ pool: 'a', ...own });
  });

  test('but not on processors without the shim', () => {
    const { affinity } = podOf(kata()).spec;
    const { nodeSelectorTerms } = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? {};
    expect(nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 's390x', 'ppc64le'] }] },
    ]);
  });
});

describe('the RuntimeClass', () => {
  test('has the name that webhook and adaptor use, and the handler on the nodes', () => {
    const webhook = { webhook: { targetRuntimeClass: 'peer' } };
    expect(classOf(kata({}, { webhook }))).toMatchObject({
      metadata: { name: 'peer', annotations: { 'katacontainers.io/kata-version': '4.0.0' } },
      handler: 'kata-remote',
      overhead: { podFixed: { cpu: '250m', memory: '120Mi' } },
    });
  });

  test.each([
    ['a tag', { tag: '4.1.0' }, '4.1.0'],
    ['a digest', { digest: `sha256:${'c'.repeat(64)}` }, undefined],
    ['a digest in the reference', { reference: `kata@sha256:${'c'.repeat(64)}` }, undefined],
  ])('reports which version exists: %s', (_name, image, version) => {
    const { metadata } = classOf(kata({ image }));
    expect(metadata?.annotations?.['katacontainers.io/kata-version']).toBe(version);
  });
});

const digest = `sha256:${'d'.repeat(64)}`;

test.each([
  ['nothing', {}, 'quay.io/kata-containers/kata-deploy:4.0.0'],
  ['a tag', { tag: '4.1.0' }, 'quay.io/kata-containers/kata-deploy:4.1.0'],
  ['a digest', { digest }, `quay.io/kata-containers/kata-deploy:4.0.0@${digest}`],
  ['a reference with a digest, and a tag', { reference: `mirror/kata@${digest}`, tag: '4' }, `mirror/kata@${digest}`],
])('the image of %s', (_name, image, expected) => {
  expect(installerOf(kata({ image })).image).toBe(expected);
});

test('it removes kata from its node before it terminates, for which it gets ten minutes', () => {
  const { spec } = podOf(kata());
  expect(spec).toMatchObject({
    hostPID: true,
    priorityClassName: 'system-node-critical',
    terminationGracePeriodSeconds: 600,
  });
});

test('its permissions do not allow access to containers of other pods', () => {
  const { rules = [] } = only<IClusterRole>(kata(), 'ClusterRole', 'kata-deploy-role');
  expect(rules.flatMap(({ resources }) => resources)).toEqual([
    'nodes',
    'daemonsets',
    'runtimeclasses',
    'customresourcedefinitions',
    'nodefeaturerules',
  ]);
});

test('a DaemonSet of the Helm release is taken over: same name, same selector', () => {
  const { metadata, spec } = only<IDaemonSet>(kata(), 'DaemonSet', 'kata-deploy');
  expect(metadata?.namespace).toBe('confidential-containers-system');
  expect(spec?.selector.matchLabels).toEqual({ name: 'kata-deploy' });
});

test('is not rendered if kata is already installed', () => {
  const release = kata({ enabled: false, shims: { remote: false } });
  expect(inventory(release).join('\n')).not.toMatch(/kata-deploy|RuntimeClass/);
});

test.each<[string, object, string[]]>([
  [
    'another shim',
    { shims: { clh: { enabled: true }, 'qemu-tdx': true } },
    [
      'kata-deploy.shims.clh: cannot be installed: peer pods only use the shim remote',
      'kata-deploy.shims.qemu-tdx: cannot be installed: peer pods only use the shim remote',
    ],
  ],
  [
    'no shim at all',
    { shims: { remote: false } },
    [
      'kata-deploy.shims.remote: must be true: peer pods use it. If it is already installed, set kata-deploy.enabled to false',
    ],
  ],
  [
    'another default',
    { defaultShim: { amd64: 'qemu' } },
    ['kata-deploy.defaultShim.amd64: invalid value "qemu" (expected one of remote)'],
  ],
  [
    'an unknown distribution',
    { k8sDistribution: 'k3' },
    [
      'kata-deploy.k8sDistribution: invalid value "k3" (expected one of k8s, k3s, rke2, k0s, microk8s; did you mean k3s?)',
    ],
  ],
  [
    'two digests',
    { image: { reference: `kata@${digest}`, digest } },
    ['kata-deploy.image.digest: conflicts with image.reference, which also has a digest'],
  ],
  [
    'the default service account',
    { serviceAccount: { create: false } },
    [
      'kata-deploy.serviceAccount.name: is required if kata-deploy.serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
    ],
  ],
])('%s is refused', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

const warnings = (...layers: readonly object[]) =>
  warningsOf(system, withValues({}, ...layers)).filter((line) => /^(kata-deploy|daemonset)/.test(line));

test('a default for a processor without the shim: a warning', () => {
  expect(warnings({ 'kata-deploy': { defaultShim: { arm64: 'remote' } } })).toEqual([
    'kata-deploy.defaultShim.arm64: has no effect: there is no remote shim for arm64',
  ]);
});

test.each([
  ['4.0.0', []],
  ['4.1.0', []],
  [
    '4.2.0',
    [
      'kata-deploy.image.tag: the chart is written for 4.0.0 and 4.1.0: other versions may need different directories and permissions on the node',
    ],
  ],
])('version %s of kata-deploy: a warning if it is a different one', (tag, expected) => {
  expect(warnings({ 'kata-deploy': { image: { tag } } })).toEqual(expected);
});

test('an adaptor with a different placement: a warning', () => {
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };
  expect(warnings({ daemonset: { affinity: { nodeAffinity } } })).toEqual([
    'daemonset.affinity.nodeAffinity: it does not apply to kata-deploy, and nodes with kata but without the adaptor cannot start peer pods: select nodes with daemonset.nodeSelector, or repeat it in kata-deploy.affinity',
  ]);
});

describe('version 4.1', () => {
  const narrow = kata({ image: { tag: '4.1.0' } });

  test("is not privileged, does not share the node's processes, and mounts few of its folders", () => {
    const { spec } = podOf(narrow);
    expect(spec.hostPID).toBeUndefined();
    expect(installerOf(narrow).securityContext).toMatchObject({ privileged: false, readOnlyRootFilesystem: true });
    const paths = (spec.volumes ?? []).flatMap(({ hostPath }) => (hostPath ? [hostPath.path] : []));
    expect(paths).not.toContain('/');
    expect(paths).toEqual(expect.arrayContaining(['/opt/kata', '/run/systemd/private', '/etc/containerd/']));
  });

  test("finds the node's programs where it looks for them", () => {
    const mounts = installerOf(narrow).volumeMounts ?? [];
    expect(mounts.filter(({ readOnly }) => readOnly).map(({ mountPath }) => mountPath)).toEqual([
      '/boot',
      '/host-machine-id',
      '/host-usr/bin',
      '/host-usr/sbin',
      '/host-usr-local/bin',
      '/host-usr-local/sbin',
      '/host-bin',
      '/host-sbin',
    ]);
  });

  test('gets the distribution, and can change only its own node', () => {
    expect(variablesOf(installerOf(narrow)).K8S_DISTRIBUTION).toBe('k8s');
    const { rules = [] } = only<IClusterRole>(narrow, 'ClusterRole', 'kata-deploy-role');
    expect(rules.flatMap(({ resources = [] }) => resources)).toEqual(['nodes', 'daemonsets']);
  });
});
