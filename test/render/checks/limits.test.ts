// Limits and exceptions of the checks: what is still accepted, and what no longer is.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { deployment, findings, ingress, labs, object, service } from '../../support/manifests';

const found = (...objects: Manifest[]) => findings(objects);
const named = (kind: string, name: string, apiVersion = 'v1', body: object = {}) => labs(apiVersion, kind, name, body);
const free = (kind: string, name: string, body: object = {}) =>
  object('rbac.authorization.k8s.io/v1', kind, name, { rules: [], ...body });

describe('names', () => {
  const LABEL = 'metadata.name: must be a DNS label of at most 63 characters';

  test.each<[Manifest, string[]]>([
    [named('ConfigMap', `${'a.'.repeat(126)}b`, 'v1', { data: {} }), []],
    [
      named('ConfigMap', `${'a.'.repeat(126)}bc`, 'v1', { data: {} }),
      ['metadata.name: must be a DNS name of at most 253 characters'],
    ],
    [{ ...deployment(), metadata: { name: 'a.b', namespace: 'labs' } }, [LABEL]],
    [{ ...deployment(), metadata: { name: 'a'.repeat(63), namespace: 'labs' } }, []],
    [{ ...deployment(), metadata: { name: 'a'.repeat(64), namespace: 'labs' } }, [LABEL]],
    [free('ClusterRole', 'system:any'), []],
    [free('ClusterRole', 'a/b'), ['metadata.name: must be a path segment']],
    [free('ClusterRole', 'a%b'), ['metadata.name: must be a path segment']],
  ])('%#', (one, expected) => {
    const [, ...texts] = [one.metadata.name, ...found(one)];
    expect(texts.map((text) => text.slice(text.indexOf('metadata.name')))).toEqual(expected);
  });

  test('of a CronJob are shorter, because those of its Jobs are longer', () => {
    const pod = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } };
    const spec = { schedule: '@daily', jobTemplate: { spec: { template: pod } } };
    const cron = (length: number) => found(named('CronJob', 'a'.repeat(length), 'batch/v1', { spec }));
    expect(cron(52)).toEqual([]);
    expect(cron(53).join()).toContain('metadata.name: must be a DNS label of at most 52 characters');
  });
});

test('only objects of other APIs need no namespace', () => {
  const data = { data: {} };
  expect(found(object('v1', 'ConfigMap', 'a', data)).join()).toContain('must be the name of a namespace');
  expect(found(object('v1', 'ConfigMap', 'a', data, 'A_b')).join()).toContain('must be the name of a namespace');
  expect(found(object('example.com/v1', 'Buoy', 'a', {}))).toEqual([]);
  expect(found(object('example.com/v1', 'Buoy', 'a', {}, 'A_b')).join()).toContain('must be the name of a namespace');
});

describe('references', () => {
  const reads = (reference: object) => deployment({ container: { env: [{ name: 'A', valueFrom: reference }] } });
  const keyRef = (kind: 'secretKeyRef' | 'configMapKeyRef', more: object) =>
    reads({ [kind]: { name: 's', key: 'a', ...more } });
  const secret = named('Secret', 's', 'v1', { type: 'Opaque', data: { b: 'eA==' } });

  test('that are optional may be missing, and so may their keys', () => {
    expect(found(keyRef('secretKeyRef', { optional: true }))).toEqual([]);
    expect(found(secret, keyRef('secretKeyRef', { optional: true }))).toEqual([]);
    expect(found(secret, keyRef('secretKeyRef', {}))).toEqual([expect.stringContaining('Secret s has no key a')]);
  });

  test('must have a name and a key that can exist', () => {
    expect(found(keyRef('secretKeyRef', { name: 'A_b' })).join('\n')).toContain('"A_b" is not a valid Secret name');
    expect(found(keyRef('configMapKeyRef', { key: 'a b' })).join('\n')).toContain('"a b" is not a valid ConfigMap key');
    const pulls = deployment({ pod: { imagePullSecrets: [{ name: 'ok' }, { name: 'A_b' }] } });
    expect(found(pulls).join('\n')).toContain('imagePullSecrets[1].name: "A_b" is not a valid Secret name');
  });

  test('to the default account and to roles of every cluster are fine', () => {
    const binding = (role: string, account: string) =>
      labs('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [
          { kind: 'User', name: 'someone' },
          { kind: 'ServiceAccount', name: account, namespace: 'labs' },
        ],
      });
    for (const role of ['cluster-admin', 'admin', 'edit', 'view', 'system:auth-delegator'])
      expect(found(binding(role, 'default'))).toEqual([]);
    expect(found(binding('own', 'web'))).toEqual([
      expect.stringContaining('roleRef.name: ClusterRole own'),
      expect.stringContaining('subjects[1].name: ServiceAccount web'),
    ]);
    expect(found(deployment({ pod: { serviceAccountName: 'default' } }))).toEqual([]);
  });

  test('of a StatefulSet and of webhooks to a Service must lead somewhere', () => {
    const set = (serviceName: string) => ({
      ...deployment({ spec: { serviceName } }),
      kind: 'StatefulSet',
    });
    expect(found(set('web'), service({}))).toEqual([]);
    expect(found(set('db'), service({})).join()).toContain('spec.serviceName: Service db is not in the release');
    const hook = (target: object) =>
      object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', {
        webhooks: [
          {
            ...{ name: 'a.b.c', sideEffects: 'None', admissionReviewVersions: ['v1'] },
            clientConfig: { service: { name: 'web', namespace: 'labs', ...target } },
          },
          { name: 'd.e.f', sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: { url: 'https://a' } },
        ],
      });
    const tls = service({ ports: [{ port: 443, targetPort: 'http' }] });
    expect(found(hook({}), tls, deployment())).toEqual([]);
    expect(found(hook({ port: 80 }), tls, deployment()).join()).toContain(
      'clientConfig.service: Service web has no port 80',
    );
    expect(found(hook({ name: 'other' }), tls, deployment()).join()).toContain(
      'clientConfig.service: Service other is not',
    );
  });

  test('of an Ingress to a Service by default, and by the name of a port', () => {
    const to = (port: object, name = 'web') => ingress({ defaultBackend: { service: { name, port } } });
    const web = service({ ports: [{ name: 'http', port: 80, targetPort: 'http' }] });
    expect(found(to({ name: 'http' }), web, deployment())).toEqual([]);
    expect(found(to({ name: 'https' }), web, deployment()).join()).toContain('Service web has no port https');
    expect(found(to({ number: 80 }, 'db'), web, deployment()).join()).toContain(
      'spec.defaultBackend.service.name: Service db',
    );
  });
});

describe('Services', () => {
  test('have ports with different names and numbers', () => {
    const twice = service({
      ports: [
        { name: 'a', port: 80, targetPort: 'http' },
        { name: 'a', port: 80, targetPort: 'http' },
      ],
    });
    expect(found(twice, deployment()).map((text) => text.slice(text.indexOf('spec')))).toEqual([
      'spec.ports[1].name: is already used: a',
      'spec.ports[1].port: is already used: 80/TCP',
    ]);
  });
});

describe('Ingresses', () => {
  const path = (value: string) => ({
    rules: [
      {
        host: 'a.io',
        http: {
          paths: [{ path: value, pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
        },
      },
    ],
  });

  test.each<[object, string[]]>([
    [path('/a'), []],
    [path('a'), ['spec.rules[0].http.paths[0].path: must start with /: a']],
    [{}, ['spec: must have rules or a default backend']],
    [{ rules: [{ host: '*.a.io' }], tls: [{ hosts: ['*.a.io'] }] }, []],
    [{ rules: [{ host: 'A.io' }] }, ['spec.rules[0].host: is not a host name: A.io']],
    [
      { rules: [{ host: 'a.io' }], tls: [{ hosts: ['a.io', '10.0.0.1'] }] },
      ['spec.tls[0].hosts[1]: is not a host name: 10.0.0.1'],
    ],
  ])('%j', (spec, expected) => {
    const texts = found(ingress(spec), service({}), deployment());
    expect(texts.map((text) => text.slice(text.indexOf('spec')))).toEqual(expected);
  });
});

describe('workloads', () => {
  const texts = (spec: object, kind = 'Deployment') =>
    found({ ...deployment({ spec }), kind }).map((text) => text.slice(text.indexOf('spec')));
  const rolling = (update: object, type = 'RollingUpdate') => ({ strategy: { type, rollingUpdate: update } });

  test.each<[object, string[]]>([
    [rolling({ maxSurge: 1, maxUnavailable: 0 }), []],
    [
      rolling({ maxSurge: '0%', maxUnavailable: 0 }),
      ['spec.strategy.rollingUpdate: maxSurge and maxUnavailable must not both be zero'],
    ],
    [rolling({ maxSurge: 1 }, 'Recreate'), ['spec.strategy.rollingUpdate: must be absent with type Recreate']],
  ])('a Deployment with %j', (spec, expected) => {
    expect(texts(spec)).toEqual(expected);
  });

  test.each<[object, boolean]>([
    [{}, true],
    [{ maxUnavailable: 1 }, true],
    [{ maxSurge: 1, maxUnavailable: 0 }, true],
    [{ maxSurge: 1 }, false],
    [{ maxUnavailable: 0 }, false],
  ])('a DaemonSet that is updated with %j: %s', (rollingUpdate, isFine) => {
    const expected =
      'spec.updateStrategy.rollingUpdate: exactly one of maxSurge and maxUnavailable must be more than zero';
    expect(texts({ updateStrategy: { rollingUpdate } }, 'DaemonSet')).toEqual(isFine ? [] : [expected]);
  });

  test('replicas are set by the autoscaler or by the values, not by both', () => {
    const scaler = (spec: object) =>
      labs('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
      });
    expect(found(deployment(), scaler({ maxReplicas: 1 }))).toEqual([]);
    expect(found(deployment({ spec: { replicas: 2 } }), scaler({ maxReplicas: 3 })).join()).toContain(
      'spec.replicas: must be absent: HorizontalPodAutoscaler web sets it',
    );
    expect(found(deployment(), scaler({ minReplicas: 3, maxReplicas: 2 })).join()).toContain('3 exceeds maxReplicas 2');
  });
});

describe('contents', () => {
  const secret = (data: object, more: object = {}) => named('Secret', 's', 'v1', { type: 'Opaque', data, ...more });

  test('of a Secret are base64, and its type demands keys', () => {
    expect(found(secret({ a: 'eA==', b: '', c: 'eHh4', d: 'eHg=' }))).toEqual([]);
    expect(found(secret({ a: 'eA=' })).join()).toContain('data["a"]: must be base64');
    expect(found(secret({ 'tls.crt': 'eA==' }, { type: 'kubernetes.io/tls' })).join()).toContain(
      'data: must have a key tls.key for type kubernetes.io/tls',
    );
    expect(found(secret({ a: 'eA==' }, { type: 'kubernetes.io/dockerconfigjson' })).join()).toContain(
      '.dockerconfigjson',
    );
  });

  test('have at most 1 MiB, and each key once', () => {
    const map = (data: object, more: object = {}) => found(named('ConfigMap', 'm', 'v1', { data, ...more }));
    expect(map({ a: 'x'.repeat(1024 * 1024) })).toEqual([]);
    expect(map({ a: 'é'.repeat(512 * 1024), b: 'x' }).join()).toContain('data: is larger than 1048576 bytes');
    expect(found(secret({ a: 'eHh4'.repeat(349_525) }))).toEqual([]);
    expect(found(secret({ a: 'eHh4'.repeat(349_526) })).join()).toContain('is larger than');
    expect(map({ a: 'x' }, { binaryData: { a: 'eA==' } }).join()).toContain('binaryData["a"]: is in data as well');
    expect(map({ 'a b': 'x' }).join()).toContain('data["a b"]: is not a valid key');
  });
});
