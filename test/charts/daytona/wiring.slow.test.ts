// How the components find each other, for any names, hosts and ports in the values.

import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IService } from 'kubernetes-models/v1/Service';
import { parse } from 'yaml';
import { system } from '../../../charts/daytona';
import { Inventory } from '../../../lib/render/checks/inventory';
import type { Rendered } from '../../../lib/render/render';
import { readLayer } from '../../../lib/values/file/load';
import { toYaml } from '../../../lib/yaml/yaml';
import { problemsOf } from '../../support/problems';
import { only, rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const platform = (values: object, identity?: { name?: string; namespace?: string }) =>
  rendered(system, [credentials, values], identity);
const problems = (values: object) => problemsOf(system, [credentials, values]);

const deployment = (release: Rendered, name: string) =>
  only<IDeployment>(release, 'Deployment', name).spec?.template.spec;
const container = (release: Rendered, name: string) => deployment(release, name)?.containers[0];
const hostsOf = (release: Rendered, name: string) =>
  (only<IIngress>(release, 'Ingress', name).spec?.rules ?? []).map(({ host }) => host);
const variable = (release: Rendered, workload: string, name: string) =>
  container(release, workload)?.env?.find((entry) => entry.name === name)?.value ?? '';
const dexConfig = (release: Rendered) =>
  parse((only(release, 'ConfigMap', 'daytona-dex-config').data as Record<string, string>)['config.yaml'] ?? '') as {
    issuer: string;
    web: { allowedOrigins: string[] };
    staticClients: { redirectURIs: string[] }[];
    staticPasswords?: { email: string }[];
    enablePasswordDB?: boolean;
  };
const podsOf = ({ objects, externals }: Rendered) => new Inventory(objects, externals).pods;

describe('previews', () => {
  test.each([
    [{}, '*.proxy.daytona.example.com'],
    [{ baseDomain: 'labs.io' }, '*.proxy.labs.io'],
    [{ services: { proxy: { env: { PROXY_DOMAIN: 'previews.labs.io' } } } }, '*.previews.labs.io'],
    [{ services: { proxy: { ingress: { hostname: 'previews.labs.io' } } } }, '*.previews.labs.io'],
  ])('with %j, sandboxes are on a host that the Ingress serves, with its certificate', (values, wildcard) => {
    const release = platform(values);
    const [, host] = /^https:\/\/([^:/]+)/.exec(variable(release, 'daytona-api', 'PROXY_TEMPLATE_URL')) ?? [];
    expect(host?.replace('{{PORT}}-{{sandboxId}}', '*')).toBe(wildcard);
    expect(hostsOf(release, 'daytona-proxy')).toEqual([wildcard.slice(2), wildcard]);
    const [tls] = only<IIngress>(release, 'Ingress', 'daytona-proxy').spec?.tls ?? [];
    expect(tls?.hosts).toEqual(expect.arrayContaining([wildcard.slice(2), wildcard]));
  });

  test.each([
    [{}, 'https://proxy.daytona.example.com/callback'],
    [{ services: { proxy: { ingress: { tls: false } } } }, 'http://proxy.daytona.example.com/callback'],
    [{ services: { proxy: { env: { PROXY_DOMAIN: 'previews.labs.io' } } } }, 'https://previews.labs.io/callback'],
  ])('with %j, the login redirects to an address that Dex knows', (values, callback) => {
    const release = platform(values);
    // The proxy derives its host from a sandbox's, by removing the first label.
    const [, domain] = variable(release, 'daytona-api', 'PROXY_TEMPLATE_URL').split('{{sandboxId}}.');
    expect(`${variable(release, 'daytona-proxy', 'PROXY_PROTOCOL')}://${domain}/callback`).toBe(callback);
    expect(dexConfig(release).staticClients[0]?.redirectURIs).toContain(callback);
  });

  test('pages of the platform can call Dex, and no other pages', () => {
    const origins = (config: object) =>
      dexConfig(platform({ services: { api: { ingress: { hostname: 'app.labs.io' } } }, dex: { config } })).web
        .allowedOrigins;
    expect(origins({})).toEqual(expect.arrayContaining(['https://app.labs.io', 'http://localhost:8080']));
    expect(origins({})).not.toContain('*');
    expect(origins({ redirectURIs: ['https://ide.labs.io/a', 'https://ide.labs.io/b', 'vscode://login'] })).toEqual([
      'https://ide.labs.io',
    ]);
    expect(origins({ allowedOrigins: ['*'] })).toEqual(['*']);
  });

  test("API and proxy agree on the proxy's address", () => {
    const old = { image: { tag: 'v0.134.0' } };
    const release = platform({ services: { proxy: { env: { PROXY_DOMAIN: 'previews.labs.io' }, ...old } } });
    for (const name of ['PROXY_DOMAIN', 'PROXY_PROTOCOL']) {
      expect(variable(release, 'daytona-api', name)).toBe(variable(release, 'daytona-proxy', name));
    }
  });
});

describe('ports', () => {
  test('clients use the port of the Service, and the Service uses that of the container', () => {
    const release = platform({ services: { api: { env: { PORT: '8080' }, service: { port: 80 } } } });
    expect(variable(release, 'daytona-proxy', 'DAYTONA_API_URL')).toBe('http://daytona-api:80/api');
    expect(variable(release, 'daytona-ssh-gateway', 'API_URL')).toBe('http://daytona-api:80/api');
    expect(only<IService>(release, 'Service', 'daytona-api').spec?.ports).toMatchObject([
      { port: 80, targetPort: 'http' },
    ]);
    expect(container(release, 'daytona-api')?.ports).toMatchObject([{ name: 'http', containerPort: 8080 }]);
  });

  test("the runner's ports are those in its settings, on the node and in the probes", () => {
    const release = platform({ services: { runner: { env: { API_PORT: '3333', SSH_GATEWAY_PORT: '2233' } } } });
    const runner = podsOf(release)
      .find(({ object }) => object.kind === 'DaemonSet')
      ?.spec.containers.find(({ name }) => name === 'runner');
    expect(runner?.ports).toMatchObject([
      { containerPort: 3333, hostPort: 3333 },
      { containerPort: 2233, hostPort: 2233 },
    ]);
    expect(runner?.livenessProbe?.httpGet?.port).toBe(runner?.ports?.[0]?.name);
  });

  test('SSH commands show the Service port, also with a separate host', () => {
    const release = platform({
      services: { sshGateway: { service: { port: 22 }, env: { SSH_GATEWAY_HOST: 'in.labs.io' } } },
    });
    expect(variable(release, 'daytona-api', 'SSH_GATEWAY_COMMAND')).toBe('ssh -p 22 {{TOKEN}}@in.labs.io');
    expect(variable(release, 'daytona-api', 'SSH_GATEWAY_URL')).toBe('in.labs.io:22');
  });
});

describe('names', () => {
  test('another release finds its own Services', () => {
    const text = toYaml(platform({ baseDomain: 'labs.io' }, { name: 'prod', namespace: 'prod' }).objects);
    expect(text).toContain('http://prod-daytona-api:3000/api');
    expect(text).toContain('https://harbor.labs.io');
    expect(text).not.toMatch(/https?:\/\/daytona-|daytona\.example\.com/);
  });

  test('the longest name gives valid objects', () => {
    const name = 'a'.repeat(53);
    const { objects } = platform({ minio: { enabled: true } }, { name });
    const services = objects.filter(({ kind }) => kind === 'Service' || kind === 'Job');
    expect(services.map(({ metadata }) => metadata.name).filter((own) => own.length > 63)).toEqual([]);
    expect(new Set(services.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size).toBe(services.length);
  });

  test('two releases in two namespaces share no cluster-scoped object', () => {
    const clusterWide = (namespace: string) =>
      platform({}, { namespace })
        .objects.filter(({ metadata }) => metadata.namespace === undefined)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const [first, second] = [clusterWide('one'), clusterWide('two')];
    expect(first).toHaveLength(2);
    expect(first.filter((name) => second.includes(name))).toEqual([]);
  });

  test('a namespace in the values applies to all objects', () => {
    const { objects } = platform({ global: { namespace: 'elsewhere' } });
    const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace));
    expect([...namespaces].filter((namespace) => namespace !== undefined)).toEqual(['elsewhere']);
  });
});

describe('login', () => {
  test('the issuer is public and the same for all, and services reach it in the cluster', () => {
    const release = platform({
      dex: { config: { issuer: 'https://id.labs.io/dex' }, ingress: { hostname: 'id.labs.io' } },
    });
    expect(dexConfig(release).issuer).toBe('https://id.labs.io/dex');
    expect(variable(release, 'daytona-api', 'PUBLIC_OIDC_DOMAIN')).toBe('https://id.labs.io/dex');
    expect(variable(release, 'daytona-proxy', 'OIDC_PUBLIC_DOMAIN')).toBe('https://id.labs.io/dex');
    expect(variable(release, 'daytona-api', 'OIDC_ISSUER_BASE_URL')).toBe('http://daytona-dex:5556/dex');
  });

  test('an empty list of users leaves no users', () => {
    const config = dexConfig(platform({ dex: { config: { staticPasswords: [] } } }));
    expect(config.staticPasswords ?? []).toEqual([]);
  });

  test('a changed configuration of Dex restarts its pod', () => {
    const checksum = (values: object) =>
      JSON.stringify(
        only<IDeployment>(platform(values), 'Deployment', 'daytona-dex').spec?.template.metadata?.annotations,
      );
    expect(checksum({})).toMatch(/checksum/);
    expect(checksum({ dex: { config: { clientName: 'Other' } } })).not.toBe(checksum({}));
  });
});

describe('TLS', () => {
  test('without it, every URL is http', () => {
    const ingress = { tls: false };
    const release = platform({
      services: { api: { ingress }, proxy: { ingress } },
      dex: { ingress },
      harbor: { enabled: false },
    });
    expect(variable(release, 'daytona-api', 'DASHBOARD_URL')).toBe('http://daytona.example.com/dashboard');
    expect(variable(release, 'daytona-api', 'PROXY_TEMPLATE_URL')).toMatch(/^http:/);
    expect(variable(release, 'daytona-api', 'PUBLIC_OIDC_DOMAIN')).toBe('http://dex.daytona.example.com/dex');
    expect(dexConfig(release).staticClients[0]?.redirectURIs.filter((uri) => uri.startsWith('https:'))).toEqual([]);
    expect(
      release.objects.filter(({ kind }) => kind === 'Ingress').map(({ spec }) => (spec as { tls?: unknown }).tls),
    ).toEqual([undefined, undefined, undefined]);
  });

  test('an API with its own host has its URLs and certificate there', () => {
    const release = platform({ services: { api: { ingress: { hostname: 'app.labs.io' } } } });
    expect(variable(release, 'daytona-api', 'DASHBOARD_URL')).toBe('https://app.labs.io/dashboard');
    expect(hostsOf(release, 'daytona-api')).toEqual(['app.labs.io']);
    expect(only<IIngress>(release, 'Ingress', 'daytona-api').spec?.tls?.[0]?.secretName).toBe('app.labs.io-tls');
  });

  test.each([[{}], [{ 'kubernetes.io/ingress.class': 'nginx' }]])(
    'the class of an Ingress is said once, with the annotations %j',
    (annotations) => {
      const values = {
        services: { api: { ingress: { annotations } }, proxy: { ingress: { annotations } } },
        dex: { ingress: { annotations } },
        harbor: { expose: { ingress: { annotations } } },
      };
      for (const { metadata, spec } of platform(values).objects.filter(({ kind }) => kind === 'Ingress')) {
        expect(metadata.annotations ?? {}).not.toHaveProperty(['kubernetes.io/ingress.class']);
        expect(spec).toMatchObject({ ingressClassName: 'nginx' });
      }
    },
  );
});

describe('values that must be preserved', () => {
  test('no Ingress class: the cluster has a default one', () => {
    const className = '';
    const { objects } = platform({
      services: { api: { ingress: { className } }, proxy: { ingress: { className } } },
      dex: { ingress: { className } },
      harbor: { expose: { ingress: { className } } },
    });
    for (const { spec } of objects.filter(({ kind }) => kind === 'Ingress')) {
      expect(spec).not.toHaveProperty('ingressClassName');
    }
  });

  test('false and 0', () => {
    const release = platform({
      services: { runner: { env: { SSH_GATEWAY_ENABLE: 'false' } } },
      postgresql: { enabled: false },
      externalDatabase: { host: 'db.labs.io', password: 'Zx81-database', enableTLS: false },
    });
    expect(variable(release, 'daytona-api', 'DB_TLS_ENABLED')).toBe('false');
    expect(toYaml(release.objects)).toMatch(/name: SSH_GATEWAY_ENABLE\n\s+value: "false"/);
  });

  test('braces in a variable, and a password of digits', () => {
    const template = 'https://{{PORT}}-{{sandboxId}}.labs.io';
    const release = platform({
      services: { api: { extraEnv: [{ name: 'TEMPLATE', value: template }] } },
      postgresql: { enabled: false },
      externalDatabase: { host: 'db.labs.io', password: 12345 },
    });
    expect(variable(release, 'daytona-api', 'TEMPLATE')).toBe(template);
    const { data, stringData } = only(release, 'Secret', 'daytona-secret-db') as { data?: object; stringData?: object };
    expect({ ...data, ...stringData }).toEqual({
      'database-password': expect.stringMatching(/^(12345|MTIzNDU=)$/) as string,
    });
  });

  test('names of pull secrets, in both formats, on every pod', () => {
    const release = platform({ global: { imagePullSecrets: ['one', { name: 'two' }] }, minio: { enabled: true } });
    for (const { spec } of podsOf(release)) expect(spec.imagePullSecrets).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  test("a duplicate pull secret from the Helm charts' common value, which the API server rejects", () => {
    const names = [{ name: 'pull' }];
    const release = platform({
      global: { imagePullSecrets: ['pull'] },
      imagePullSecrets: names,
      harbor: { imagePullSecrets: [...names, 'goharbor'] },
    });
    for (const { object, spec } of podsOf(release)) {
      const ofHarbor = object.metadata.name.includes('-harbor-') ? [{ name: 'goharbor' }] : [];
      expect(spec.imagePullSecrets).toEqual([...names, ...ofHarbor]);
    }
  });
});

describe('running containers', () => {
  const everything = platform({
    minio: { enabled: true },
    harbor: { trivy: { enabled: true } },
    services: { runner: { registryProxy: { enabled: true }, dockerInstaller: { airgapped: { enabled: true } } } },
  });

  test('every long-running container has probes, and every container has resources', () => {
    const helpers = ['docker-installer', 'registry-proxy'];
    const bare = podsOf(everything).flatMap(({ object, spec }) =>
      spec.containers
        .filter(({ readinessProbe, name }) => object.kind !== 'Job' && !readinessProbe && !helpers.includes(name))
        .map(({ name }) => `${object.kind} ${object.metadata.name} ${name}`),
    );
    expect(bare).toEqual([]);
    const withToken = podsOf(everything).flatMap(({ object, spec }) =>
      [...(spec.initContainers ?? []), ...spec.containers]
        .filter(({ resources }) => !resources?.requests && !resources?.limits)
        .map(({ name }) => `${object.kind} ${object.metadata.name} ${name}`),
    );
    expect(withToken).toEqual([]);
  });

  test('only pods that call the API server have a token', () => {
    const holders = podsOf(everything)
      .filter(({ spec }) => spec.automountServiceAccountToken !== false)
      .map(({ object }) => `${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{10}$/, '')}`);
    expect(holders).toEqual(['Deployment daytona-runnermanager']);
  });

  test('no image has the tag latest', () => {
    const images = podsOf(everything).flatMap(({ spec }) =>
      [...spec.containers, ...(spec.initContainers ?? [])].map(({ image = '' }) => image),
    );
    expect(images.filter((image) => !/:[^/]+$/.test(image) || image.endsWith(':latest'))).toEqual([]);
  });

  test('the SSH gateway has its own default tag', () => {
    expect(container(platform({}), 'daytona-ssh-gateway')?.image).toBe(
      'docker.io/daytonaio/daytona-ssh-gateway:v0.158.1',
    );
  });

  test('an empty tag means the version of the chart, as in Helm', () => {
    const image = { tag: '' };
    const services = ['api', 'proxy', 'sshGateway', 'runnermanager', 'runner'];
    const given = platform({ services: Object.fromEntries(services.map((name) => [name, { image }])) });
    const images = podsOf(given).flatMap(({ spec }) => spec.containers.map((each) => each.image ?? ''));
    const own = new Set(images.filter((each) => each.includes('/daytonaio/daytona-')));
    const names = ['api', 'proxy', 'runner', 'runner-manager', 'ssh-gateway'];
    expect(own).toEqual(new Set(names.map((name) => `docker.io/daytonaio/daytona-${name}:v0.132.0`)));
  });

  test('the manager can only create pods in its namespace and patch nodes', () => {
    const { rules } = only(everything, 'ClusterRole') as unknown as {
      rules: { resources: string[]; verbs: string[] }[];
    };
    expect(rules).toEqual([{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'update', 'patch'] }]);
  });
});

test('several Ingresses can share a certificate that the user provides, or that one of them requests', () => {
  const shared = { tlsSecretName: 'wildcard' };
  const services = { api: { ingress: shared }, proxy: { ingress: shared } };
  expect(problems({ services, dex: { ingress: shared } })).toEqual([]);
  expect(problems({ services, dex: { ingress: { ...shared, selfSigned: true } } })).toEqual([]);
});

describe('refused', () => {
  test.each<[string, object, string]>([
    [
      'fewer replicas at most than at least',
      { services: { api: { autoscaling: { enabled: true, minReplicas: 5, maxReplicas: 2 } } } },
      'services.api.autoscaling.minReplicas: ',
    ],
    [
      'two classes for an Ingress',
      { harbor: { expose: { ingress: { annotations: { 'kubernetes.io/ingress.class': 'traefik' } } } } },
      'harbor.expose.ingress.annotations["kubernetes.io/ingress.class"]: conflicts with className (nginx): set className and remove the annotation',
    ],
    ...[{ certManager: { issuer: 'letsencrypt' } }, {}].map((certManager): [string, object, string] => [
      `two certificates in one Secret, under ${JSON.stringify(certManager)}`,
      {
        ...certManager,
        services: {
          api: { ingress: { selfSigned: true, tlsSecretName: 'wildcard' } },
          proxy: { ingress: { selfSigned: true, tlsSecretName: 'wildcard' } },
        },
      },
      'services.proxy.ingress.tlsSecretName: wildcard is also created for services.api.ingress, with different hosts: use a different Secret',
    ]),
    ['text for a number', { services: { api: { replicaCount: 'abc' } } }, 'services.api.replicaCount: '],
    [
      'a key that no chart reads',
      { pgadmin4: { enabled: true } },
      'pgadmin4: unknown key (pgAdmin is not rendered, and was not rendered by the Helm chart either: remove this key)',
    ],
    [
      'two keys that must be equal',
      { services: { api: { env: { RUNNER_MANAGER_API_KEY: 'Zx81-another' } } } },
      'services.api.env.RUNNER_MANAGER_API_KEY: ',
    ],
    [
      'an invalid address',
      { services: { runner: { hostAliases: [{ ip: 'registry', hostnames: ['registry.labs.io'] }] } } },
      'services.runner.hostAliases[0].ip: is not an IP address',
    ],
    [
      'a host with options of socat',
      { services: { runner: { registryProxy: { enabled: true, targetHost: 'registry.labs.io,bind=0.0.0.0' } } } },
      'services.runner.registryProxy.targetHost: invalid value',
    ],
    ['a released password', { harbor: { harborAdminPassword: 'Harbor12345' } }, 'harbor.harborAdminPassword: '],
  ])('%s', (_what, values, expected) => {
    expect(problems(values).join('\n')).toContain(expected);
  });
});
