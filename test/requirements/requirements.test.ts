// The prerequisites of a release, read from its objects: each section, and what the release itself provides.

import { parse } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { ExternalObject } from '../../lib/k8s/release';
import { Lifecycle } from '../../lib/k8s/stage';
import type { Rendered } from '../../lib/render/render';
import { requirementsYaml, withoutEmptySections } from '../../lib/requirements/file';
import { asksForMore, requirementsOf } from '../../lib/requirements/requirements';
import { requirementsText } from '../../lib/requirements/text';
import { deployment, ingress, labs, object, service } from '../support/manifests';

const release = (objects: readonly Manifest[], externals: readonly ExternalObject[] = []): Rendered => ({
  name: 'lab',
  namespace: 'labs',
  objects,
  externals,
  warnings: [],
  notes: [],
  lifecycle: new Lifecycle(),
});

const needs = (objects: readonly Manifest[], externals: readonly ExternalObject[] = []) =>
  requirementsOf(release(objects, externals));

const WEB = 'Deployment labs/web';
const external = (name: string, keys: readonly string[], more: Partial<ExternalObject> = {}): ExternalObject => ({
  kind: 'Secret',
  name,
  namespace: 'labs',
  keys,
  generated: false,
  ...more,
});

test('namespaces are listed with the Pod Security level of their pods, unless the release creates them', () => {
  const open = deployment({ pod: { hostNetwork: true } });
  const map = object('v1', 'ConfigMap', 'm', {}, 'other');
  expect(needs([open, map]).namespaces).toEqual([
    { name: 'labs', podSecurity: 'privileged', because: [`${WEB} spec.template.spec.hostNetwork`] },
    { name: 'other' },
  ]);
  expect(needs([map, object('v1', 'Namespace', 'other', {})]).namespaces).toEqual([]);
});

describe('objects that the user provides', () => {
  test('a Secret is listed with its keys, merged, and the command that creates it', () => {
    expect(needs([], [external('db', ['user']), external('db', ['password', 'user'])]).objects).toEqual([
      {
        kind: 'Secret',
        name: 'db',
        namespace: 'labs',
        keys: ['user', 'password'],
        type: 'Opaque',
        command: 'kubectl create secret generic db --namespace labs --from-file=user --from-file=password',
      },
    ]);
  });

  test.each([
    [['tls.crt', 'tls.key'], undefined, 'kubernetes.io/tls', 'tls x --namespace labs --cert=tls.crt --key=tls.key'],
    [
      ['tls.crt', 'tls.key', 'ca.crt'],
      undefined,
      'kubernetes.io/tls',
      'generic x --namespace labs --type=kubernetes.io/tls --from-file=tls.crt --from-file=tls.key --from-file=ca.crt',
    ],
    [
      ['.dockerconfigjson'],
      undefined,
      'kubernetes.io/dockerconfigjson',
      'docker-registry x --namespace labs --from-file=.dockerconfigjson',
    ],
    [[], undefined, 'Opaque', 'generic x --namespace labs --from-env-file=x.env'],
    [['tls.key'], undefined, 'Opaque', 'generic x --namespace labs --from-file=tls.key'],
    [
      ['9-to-5'],
      'example.com/own',
      'example.com/own',
      'generic x --namespace labs --type=example.com/own --from-file=9-to-5=/dev/stdin',
    ],
  ])('%j creates a Secret of the right type', (keys, type, expected, command) => {
    const [found] = needs([], [external('x', keys, type === undefined ? {} : { type })]).objects;
    expect(found).toMatchObject({ type: expected, command: expect.stringMatching(/(^|\| )kubectl create secret /) });
    expect(found?.command?.replace(/^.*kubectl create secret /, '')).toBe(command);
  });

  test('objects that are rendered, generated in the cluster or always present are not listed', () => {
    const rendered = labs('v1', 'Secret', 'mine', { data: { a: 'eA==' } });
    const account = external('default', [], { kind: 'ServiceAccount' });
    const root = external('kube-root-ca.crt', ['ca.crt'], { kind: 'ConfigMap' });
    expect(needs([rendered], [external('mine', ['a']), account, root]).objects).toEqual([]);
    expect(needs([], [external('made', ['a'], { generated: true }), external('made', ['a'])]).objects).toEqual([]);
  });

  test('registry credentials are listed, even though nothing declares them', () => {
    const web = deployment({ pod: { imagePullSecrets: [{ name: 'registry' }] } });
    expect(needs([web]).objects).toEqual([
      {
        kind: 'Secret',
        name: 'registry',
        namespace: 'labs',
        keys: ['.dockerconfigjson'],
        type: 'kubernetes.io/dockerconfigjson',
        command: 'kubectl create secret docker-registry registry --namespace labs --from-file=.dockerconfigjson',
      },
    ]);
  });

  test('issuers and stores are listed, unless the release contains them', () => {
    const issuerRef = { name: 'letsencrypt', kind: 'ClusterIssuer' };
    const certificate = labs('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 's', issuerRef } });
    const data = [{ secretKey: 'a', remoteRef: { key: 'labs/db', property: 'a' } }];
    const fetched = labs('external-secrets.io/v1', 'ExternalSecret', 'db', {
      spec: { secretStoreRef: { name: 'vault' }, data },
    });
    const annotated = ingress({}, { 'cert-manager.io/issuer': 'own' });
    const issuer = labs('cert-manager.io/v1', 'Issuer', 'own', { spec: { selfSigned: {} } });
    expect(needs([certificate, fetched, annotated, issuer]).objects).toEqual([
      { kind: 'ClusterIssuer', name: 'letsencrypt' },
      { kind: 'SecretStore', name: 'vault', namespace: 'labs', keys: ['labs/db'] },
    ]);
  });
});

test('custom kinds are listed with their CRD, except those that the release defines', () => {
  const monitor = labs('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: {} });
  const policy = labs('example.com/v1', 'Policy', 'web', {});
  const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'policies.example.com', {});
  const scaler = labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: { metrics: [{ type: 'Resource' }] },
  });
  expect(needs([monitor, policy, crd, scaler]).apis).toEqual([
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      crd: 'servicemonitors.monitoring.coreos.com',
      from: 'Prometheus Operator',
      by: ['ServiceMonitor labs/web'],
    },
    {
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'PodMetrics',
      from: 'metrics-server',
      by: ['HorizontalPodAutoscaler labs/web'],
    },
  ]);
});

test("classes are listed by name, or as the cluster's default", () => {
  const claim = (name: string, spec: object) => labs('v1', 'PersistentVolumeClaim', name, { spec });
  const accessModes = ['ReadWriteMany'];
  const objects = [
    claim('fast', { storageClassName: 'nvme', accessModes }),
    claim('any', { accessModes }),
    claim('static', { storageClassName: '', accessModes }),
    claim('own', { storageClassName: 'mine', accessModes }),
    object('storage.k8s.io/v1', 'StorageClass', 'mine', {}),
    ingress({}),
    deployment({ pod: { priorityClassName: 'urgent', runtimeClassName: 'kata' } }),
    deployment({ metadata: { name: 'node' }, pod: { priorityClassName: 'system-node-critical' } }),
  ];
  expect(needs(objects).classes).toEqual([
    { kind: 'StorageClass', name: 'nvme', accessModes, by: ['PersistentVolumeClaim labs/fast'] },
    { kind: 'StorageClass', accessModes, by: ['PersistentVolumeClaim labs/any'] },
    { kind: 'IngressClass', by: ['Ingress labs/web'] },
    { kind: 'PriorityClass', name: 'urgent', by: [WEB] },
    { kind: 'RuntimeClass', name: 'kata', by: [WEB] },
  ]);
});

test('the claims of a StatefulSet count', () => {
  const template = { metadata: { name: 'data' }, spec: { storageClassName: 'nvme', accessModes: ['ReadWriteOnce'] } };
  const plain = deployment().spec as object;
  const set = labs('apps/v1', 'StatefulSet', 'db', { spec: { ...plain, volumeClaimTemplates: [template] } });
  expect(needs([set]).classes).toMatchObject([{ name: 'nvme', by: ['StatefulSet labs/db'] }]);
});

test('nodes, devices and paths are listed with the pods that need them', () => {
  const pod = {
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
    volumes: [
      { name: 'kvm', hostPath: { path: '/dev/kvm', type: 'CharDevice' } },
      { name: 'logs', hostPath: { path: '/var/log' } },
    ],
  };
  const resources = { requests: { cpu: '1', 'hugepages-2Mi': '1Gi' }, limits: { 'nvidia.com/gpu': 1 } };
  const web = deployment({ pod: { ...pod, containers: [{ name: 'web', image: 'web:1', resources }] } });
  const { nodes, devices, hostPaths } = needs([web]);
  const { nodeSelector: labels, tolerations } = pod;
  expect(nodes).toEqual([{ labels, tolerations, by: [WEB] }]);
  expect(devices).toEqual([
    { name: '/dev/kvm', type: 'CharDevice', by: [WEB] },
    { name: 'hugepages-2Mi', by: [WEB] },
    { name: 'nvidia.com/gpu', by: [WEB] },
  ]);
  expect(hostPaths).toEqual([{ name: '/var/log', by: [WEB] }]);
});

test('external names and addresses are listed', () => {
  const rules = [{ host: 'a.example.com' }, { host: 'b.example.com' }];
  const web = ingress({ rules, tls: [{ hosts: ['a.example.com'], secretName: 's' }] });
  const { hosts, loadBalancers } = needs([web, service({ type: 'LoadBalancer' })]);
  expect(hosts).toEqual([
    { host: 'a.example.com', tls: true, by: ['Ingress labs/web'] },
    { host: 'b.example.com', tls: false, by: ['Ingress labs/web'] },
  ]);
  expect(loadBalancers).toEqual([{ ports: [80], by: ['Service labs/web'] }]);
});

test('a release with no special needs has no other requirements', () => {
  const plain = needs([deployment(), service({})]);
  expect(plain.namespaces[0]?.podSecurity).toBe('baseline');
  expect(asksForMore(plain)).toBe(false);
  expect(asksForMore(needs([deployment({ pod: { hostPID: true } })]))).toBe(true);
  expect(requirementsText([plain])).toContain('  none beyond what every cluster has\n');
});

test('the strictest level needs no reason', () => {
  const safe = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true };
  const container = { securityContext: { ...safe, seccompProfile: { type: 'RuntimeDefault' } } };
  expect(needs([deployment({ container })]).namespaces).toEqual([{ name: 'labs', podSecurity: 'restricted' }]);
});

test('the file is an empty list to appliers, and has everything for scripts', () => {
  const all = needs([deployment({ pod: { nodeSelector: { on: 'yes' } } })], [external('db', ['password'])]);
  const text = requirementsYaml(all);
  expect(text.split('\n')[0]).toBe(
    '# Prerequisites of release lab: create these before you apply it. Applying this file does nothing.',
  );
  expect(parse(text)).toEqual({ apiVersion: 'v1', kind: 'List', items: [], requirements: withoutEmptySections(all) });
});

test('of many objects with the same requirement, the text names the first and counts the others', () => {
  const textFor = (count: number) => {
    const by = Array.from({ length: count }, (_, at) => `Service labs/s${at}`);
    return requirementsText([{ ...needs([]), loadBalancers: [{ ports: [80], by }] }]);
  };
  expect(textFor(4)).toContain('port 80: Service labs/s0, Service labs/s1, Service labs/s2, Service labs/s3\n');
  expect(textFor(5)).toContain('port 80: Service labs/s0, Service labs/s1, Service labs/s2, and 2 more\n');
});

test('releases with the same requirements are listed together', () => {
  const one = needs([deployment({ pod: { nodeSelector: { disk: 'ssd' } } })]);
  const two = { ...one, release: 'lab-2' };
  const other = needs([deployment({ pod: { nodeSelector: { disk: 'hdd' } } })]);
  const text = requirementsText([one, two, { ...other, release: 'lab-3' }]);
  expect(text.match(/^\S.*$/gm)).toEqual(['lab and 1 more:', 'lab-3:']);
  expect(text).toContain(`  nodes: disk=ssd: ${WEB}\n`);
});
