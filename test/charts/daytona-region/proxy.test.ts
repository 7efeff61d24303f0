// The proxy: what its documentation promises, and faults of the Helm chart.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { system } from '../../../charts/daytona-region';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { minimal, unregistered } from './values';

const NAME = 'eu-daytona-region-proxy';
const given = (change: object = {}, base: object = minimal) =>
  render(system, merge(base as Record<string, unknown>, change as Record<string, unknown>), { name: 'eu' });
const proxy = (change: object) => ({ services: { proxy: change } });
const template = (change: object = {}, base: object = minimal) => templateOf(given(change, base), 'Deployment', NAME);
const container = (change: object = {}, base: object = minimal) => containerOf(template(change, base), 'proxy');

test('a region without a snapshot manager consists of these objects', () => {
  expect(inventory(given())).toEqual([
    'ServiceAccount default/eu-daytona-region-region-registration',
    'ServiceAccount default/eu-daytona-region-proxy',
    'Role default/eu-daytona-region-region-registration',
    'RoleBinding default/eu-daytona-region-region-registration',
    'Secret default/eu-daytona-region-daytona-api-key',
    'NetworkPolicy default/eu-daytona-region-proxy',
    'Service default/eu-daytona-region-proxy',
    expect.stringMatching(/^Job default\/eu-daytona-region-region-registration-[0-9a-f]{10}$/),
    'Deployment default/eu-daytona-region-proxy',
    'Ingress default/eu-daytona-region-proxy',
  ]);
});

test("a release name that contains the chart's name does not repeat it", () => {
  const rendered = render(system, minimal, { name: 'my-daytona-region' });
  expect(only(rendered, 'Deployment').metadata.name).toBe('my-daytona-region-proxy');
});

test('with a long release name, every name is within its limit', () => {
  const rendered = render(system, minimal, { name: 'r'.repeat(53) });
  for (const { metadata } of rendered.objects) expect(metadata.name.length).toBeLessThanOrEqual(63);
  expect(only(rendered, 'Role').metadata.name).toMatch(/-region-registration$/);
});

test('with up to 28 characters, the names are those of the Helm release', () => {
  const name = 'r'.repeat(28);
  expect(only(render(system, minimal, { name }), 'Role').metadata.name).toBe(
    `${name}-daytona-region-region-registration`,
  );
});

test('a release name that is not valid for a Service is refused', () => {
  expect(() => render(system, minimal, { name: '1st' })).toThrow(/Service .*starts with a letter/);
});

test('the labels by which its documentation finds pods and Ingresses', () => {
  const selector = {
    'app.kubernetes.io/name': 'daytona-region',
    'app.kubernetes.io/instance': 'eu',
    'app.kubernetes.io/component': 'proxy',
  };
  const rendered = given();
  expect(only<IDeployment>(rendered, 'Deployment').spec?.selector).toEqual({ matchLabels: selector });
  expect(template().metadata?.labels).toEqual(selector);
  expect(only(rendered, 'Ingress').metadata.labels).toMatchObject(selector);
  expect(only<IService>(rendered, 'Service').spec?.selector).toEqual(selector);
});

test('it listens where its Service sends traffic, whatever port is in the public URL', () => {
  const rendered = given({ proxyUrl: 'https://proxy.example.com:8443' });
  const { ports, env } = containerOf(templateOf(rendered, 'Deployment'), 'proxy');
  expect(ports).toEqual([{ name: 'http', containerPort: 4000, protocol: 'TCP' }]);
  expect(env).toContainEqual({ name: 'PROXY_PORT', value: '4000' });
  expect(only<IService>(rendered, 'Service').spec?.ports).toEqual([
    { name: 'http', port: 4000, targetPort: 'http', protocol: 'TCP' },
  ]);
});

test('another listen port applies to container and environment', () => {
  const { ports, env } = container(proxy({ env: { PROXY_PORT: 8080 } }));
  expect(ports?.[0]?.containerPort).toBe(8080);
  expect(env).toContainEqual({ name: 'PROXY_PORT', value: '8080' });
});

test("it reads only its own key of the registration's Secret", () => {
  const { env, envFrom } = container();
  expect(envFrom).toBeUndefined();
  const references = env?.filter(({ valueFrom }) => valueFrom);
  expect(references).toEqual([
    {
      name: 'PROXY_API_KEY',
      valueFrom: { secretKeyRef: { name: 'eu-daytona-region-region-config', key: 'proxyApiKey' } },
    },
  ]);
});

describe('without registration', () => {
  test('a given key is only in a Secret', () => {
    const rendered = given({}, unregistered);
    const { data } = only<ISecret>(rendered, 'Secret');
    const key = unregistered.services.proxy.env.PROXY_API_KEY;
    expect(data).toEqual({ proxyApiKey: Buffer.from(key).toString('base64') });
    expect(JSON.stringify(rendered.objects)).not.toContain(key);
    expect(variablesOf(container({}, unregistered)).PROXY_API_KEY).toBe('eu-daytona-region-proxy-api-key/proxyApiKey');
    expect(inventory(rendered).filter((line) => /Job|Role/.test(line))).toEqual([]);
  });

  test('a changed key restarts the pods', () => {
    const checksums = (key: string) =>
      template(proxy({ env: { PROXY_API_KEY: key } }), unregistered).metadata?.annotations;
    expect(checksums('a')).not.toEqual(checksums('b'));
  });

  test('an existing Secret is read instead', () => {
    const change = proxy({ env: { PROXY_API_KEY: '' }, existingSecret: 'region', secretKeys: { proxyApiKey: 'key' } });
    const rendered = given(change, unregistered);
    expect(variablesOf(containerOf(templateOf(rendered, 'Deployment'), 'proxy')).PROXY_API_KEY).toBe('region/key');
    expect(rendered.externals).toContainEqual({
      kind: 'Secret',
      name: 'region',
      namespace: 'default',
      keys: ['key'],
      generated: false,
    });
  });

  test('without either, the Secret of an earlier registration is still used', () => {
    const rendered = given(proxy({ env: { PROXY_API_KEY: '' } }), unregistered);
    expect(variablesOf(containerOf(templateOf(rendered, 'Deployment'), 'proxy')).PROXY_API_KEY).toBe(
      'eu-daytona-region-region-config/proxyApiKey',
    );
  });
});

test('it has probes, and gets minutes to fetch its configuration before it is restarted', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container();
  for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
    expect(probe?.httpGet).toEqual({ path: '/health', port: 'http' });
  }
  expect((startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)).toBe(600);
});

test.each(['startupProbe', 'livenessProbe', 'readinessProbe'] as const)('%s can be disabled', (probe) => {
  expect(container(proxy({ [probe]: { enabled: false } }))[probe]).toBeUndefined();
});

test('a stopping pod gets as long as the proxy drains connections, and a little more', () => {
  const { terminationGracePeriodSeconds } = template(proxy({ shutdownTimeoutSeconds: 60 })).spec;
  expect(terminationGracePeriodSeconds).toBe(70);
  expect(variablesOf(container(proxy({ shutdownTimeoutSeconds: 60 }))).SHUTDOWN_TIMEOUT_SEC).toBe('60');
});

test('no Service adds variables to its environment, and no token is mounted', () => {
  expect(template().spec).toMatchObject({ enableServiceLinks: false, automountServiceAccountToken: false });
});

describe('Ingress', () => {
  const ingress = (change: object = {}) => only<IIngress>(given(proxy({ ingress: change })), 'Ingress');
  const main = {
    path: '/',
    pathType: 'Prefix',
    backend: { service: { name: NAME, port: { number: 4000 } } },
  };
  const host = 'proxy.mycompany.daytona.io';

  test('its class is set only once', () => {
    expect(ingress().spec?.ingressClassName).toBe('nginx');
    const { metadata } = ingress({ annotations: { 'kubernetes.io/ingress.class': 'nginx' } });
    expect(metadata?.annotations).not.toHaveProperty('kubernetes.io/ingress.class');
  });

  test("without a class, the user's annotation is kept", () => {
    const { metadata, spec } = ingress({ className: '', annotations: { 'kubernetes.io/ingress.class': 'traefik' } });
    expect(metadata?.annotations).toEqual({ 'kubernetes.io/ingress.class': 'traefik' });
    expect(spec?.ingressClassName).toBeUndefined();
  });

  test('uploads of any size and long connections work, unless the user sets other limits', () => {
    const prefix = 'nginx.ingress.kubernetes.io/proxy-';
    const open = { [`${prefix}body-size`]: '0', [`${prefix}read-timeout`]: '3600', [`${prefix}send-timeout`]: '3600' };
    expect(ingress().metadata?.annotations).toEqual(open);
    expect(ingress({ className: '' }).metadata?.annotations).toEqual(open);
    expect(ingress({ className: 'alb' }).metadata?.annotations).toBeUndefined();
    const own = { [`${prefix}body-size`]: '10m' };
    expect(ingress({ annotations: own }).metadata?.annotations).toEqual({ ...open, ...own });
  });

  test('extra paths come before the main one, on both main hosts', () => {
    const extra = { path: '/status', pathType: 'Exact', backend: { service: { name: NAME, port: { number: 4000 } } } };
    const { rules } = ingress({ extraPaths: [extra], path: '/x', pathType: 'Exact' }).spec ?? {};
    const paths = [extra, { ...main, path: '/x', pathType: 'Exact' }];
    expect(rules).toEqual([
      { host, http: { paths } },
      { host: `*.${host}`, http: { paths } },
    ]);
  });

  test('extra hosts use the same Service, followed by extra rules and TLS', () => {
    const rule = { host: 'x.example.com', http: { paths: [main] } };
    const tls = { hosts: ['alt.example.com'], secretName: 'alt-tls' };
    const { spec } = ingress({
      extraHosts: [{ name: 'alt.example.com' }, { name: '*.alt.example.com', path: '/y', pathType: 'Prefix' }],
      extraRules: [rule],
      extraTls: [tls],
    });
    expect(spec?.rules?.slice(2)).toEqual([
      { host: 'alt.example.com', http: { paths: [{ ...main, pathType: 'ImplementationSpecific' }] } },
      { host: '*.alt.example.com', http: { paths: [{ ...main, path: '/y' }] } },
      rule,
    ]);
    expect(spec?.tls?.[1]).toEqual(tls);
  });

  test("its port is the Service's", () => {
    const rendered = given(proxy({ service: { port: 8000, type: 'NodePort', annotations: { team: 'net' } } }));
    expect(JSON.stringify(only<IIngress>(rendered, 'Ingress').spec?.rules)).toContain('{"number":8000}');
    expect(only<IService>(rendered, 'Service')).toMatchObject({
      metadata: { annotations: { team: 'net' } },
      spec: { type: 'NodePort', ports: [{ port: 8000, targetPort: 'http' }] },
    });
  });

  test('without TLS, there is no TLS block', () => {
    expect(ingress({ tls: false, extraTls: [{ hosts: ['a.b'], secretName: 'c' }] }).spec?.tls).toBeUndefined();
  });

  test('it can be disabled', () => {
    expect(inventory(given(proxy({ ingress: { enabled: false } }))).join()).not.toContain('Ingress');
  });
});

describe('TLS of the proxy itself, which marks its cookies as secure', () => {
  const HOST_TLS = 'proxy.mycompany.daytona.io-tls';

  test("uses the Ingress's certificate, and the Ingress connects with TLS", () => {
    const rendered = given(proxy({ tls: { enabled: true } }));
    const { spec } = templateOf(rendered, 'Deployment');
    const one = containerOf(templateOf(rendered, 'Deployment'), 'proxy');
    expect(variablesOf(one)).toMatchObject({
      ENABLE_TLS: 'true',
      TLS_CERT_FILE: '/etc/daytona-proxy/tls/tls.crt',
      TLS_KEY_FILE: '/etc/daytona-proxy/tls/tls.key',
    });
    expect(one.volumeMounts).toEqual([{ name: 'tls', mountPath: '/etc/daytona-proxy/tls', readOnly: true }]);
    expect(spec.volumes).toEqual([{ name: 'tls', secret: { secretName: HOST_TLS } }]);
    expect(one.readinessProbe?.httpGet?.scheme).toBe('HTTPS');
    expect(only<IIngress>(rendered, 'Ingress').metadata?.annotations).toMatchObject({
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
    });
  });

  test.each([true, false])("or the user's certificate, with an Ingress: %s", (enabled) => {
    const rendered = given(proxy({ tls: { enabled: true, secretName: 'mine' }, ingress: { enabled } }));
    expect(templateOf(rendered, 'Deployment').spec.volumes).toEqual([{ name: 'tls', secret: { secretName: 'mine' } }]);
  });

  test('a changed certificate in the values restarts the pods', () => {
    const secrets = [
      { name: HOST_TLS, certificate: '-----BEGIN CERTIFICATE-----\n', key: '-----BEGIN PRIVATE KEY-----\n' },
    ];
    const { metadata } = template(proxy({ tls: { enabled: true }, ingress: { secrets } }));
    expect(metadata?.annotations).toHaveProperty([`checksum/secret-${HOST_TLS}`]);
  });
});

describe('scaling', () => {
  const scaled = (change: object = {}) => given(proxy({ autoscaling: { enabled: true, ...change } }));
  const autoscaler = (change: object = {}) => only<IHorizontalPodAutoscaler>(scaled(change), 'HorizontalPodAutoscaler');
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  });

  test('the autoscaler sets the number of pods', () => {
    expect(only<IDeployment>(scaled(), 'Deployment').spec?.replicas).toBeUndefined();
    expect(only<IDeployment>(given(proxy({ replicaCount: 0 })), 'Deployment').spec?.replicas).toBe(0);
  });

  test("CPU, then memory, then the user's metrics", () => {
    const custom = {
      type: 'Pods',
      pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '9' } },
    };
    const { spec } = autoscaler({ targetMemoryUtilizationPercentage: 75, metrics: [custom], minReplicas: 2 });
    expect(spec).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [metric('cpu', 80), metric('memory', 75), custom],
    });
  });

  test('null removes the CPU target', () => {
    const { spec } = autoscaler({ targetCPUUtilizationPercentage: null, targetMemoryUtilizationPercentage: 60 });
    expect(spec?.metrics).toEqual([metric('memory', 60)]);
  });

  test('several pods get a disruption budget that never blocks draining a node', () => {
    const budget = { maxUnavailable: 1, selector: only<IDeployment>(given(), 'Deployment').spec?.selector };
    expect(only<IPodDisruptionBudget>(given(proxy({ replicaCount: 2 })), 'PodDisruptionBudget').spec).toEqual(budget);
    expect(only<IPodDisruptionBudget>(scaled({ minReplicas: 2 }), 'PodDisruptionBudget').spec).toEqual(budget);
  });

  test.each([
    ['one pod', given()],
    ['an autoscaler that can scale down to one', scaled()],
    ['a disabled budget', given(proxy({ replicaCount: 2, podDisruptionBudget: { enabled: false } }))],
  ])('%s gets none', (_case, rendered) => {
    expect(inventory(rendered).join()).not.toContain('PodDisruptionBudget');
  });
});

test('only the serving port is reachable, by the clients in the values', () => {
  const from = [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }];
  const policy = only<INetworkPolicy>(given(proxy({ networkPolicy: { from } })), 'NetworkPolicy');
  expect(policy.spec).toMatchObject({ policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 'http' }] }] });
  expect(inventory(given(proxy({ networkPolicy: { enabled: false } }))).join()).not.toContain('NetworkPolicy');
});

test("a user's variable replaces the built-in one", () => {
  const extraEnv = [
    { name: 'REDIS_HOST', value: 'redis' },
    { name: 'REDIS_USERNAME', valueFrom: { secretKeyRef: { name: 'redis', key: 'user' } } },
  ];
  const rendered = given(proxy({ extraEnv }));
  const variables = containerOf(templateOf(rendered, 'Deployment'), 'proxy').env ?? [];
  expect(variables.filter(({ name }) => name.startsWith('REDIS'))).toEqual(extraEnv);
  expect(rendered.externals.map(({ name, keys }) => [name, keys])).toContainEqual(['redis', ['user']]);
});

test("the user's volumes are mounted, and their sources declared", () => {
  const rendered = given(
    proxy({
      extraVolumes: [
        { name: 'ca', configMap: { name: 'company-ca' } },
        { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      ],
      extraVolumeMounts: [{ name: 'ca', mountPath: '/etc/ssl/company' }],
    }),
  );
  expect(containerOf(templateOf(rendered, 'Deployment'), 'proxy').volumeMounts).toEqual([
    { name: 'ca', mountPath: '/etc/ssl/company' },
  ]);
  expect(rendered.externals.map(({ kind, name }) => `${kind}/${name}`)).toEqual(
    expect.arrayContaining(['ConfigMap/company-ca', 'PersistentVolumeClaim/data']),
  );
});

test('documented keys without effect in the Helm chart have one: namespace, pull secrets, registry of every image', () => {
  const rendered = given({
    global: { namespace: 'daytona', imagePullSecrets: ['regcred'], imageRegistry: 'registry.example.com' },
  });
  expect(new Set(rendered.objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['daytona']));
  for (const [kind, image] of [
    ['Deployment', 'registry.example.com/daytonaio/daytona-proxy:v0.207.0'],
    ['Job', 'registry.example.com/daytonaio/kubectl:1.34.2-r2'],
  ] as const) {
    const { spec } = templateOf(rendered, kind);
    expect(spec.imagePullSecrets).toEqual([{ name: 'regcred' }]);
    expect(spec.containers.map((one) => one.image)).toEqual([image]);
  }
});

test('without a registry, an image has none, and no extra slash', () => {
  expect(container(proxy({ image: { registry: '' } })).image).toBe('daytonaio/daytona-proxy:v0.207.0');
});
