// The built-in Redis, rendered alone.

import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IService } from 'kubernetes-models/v1/Service';
import { type RedisConnection, redis, redisRules, redisValues } from '../../../charts/daytona/redis';
import { merge } from '../../../lib/values/file/merge';
import { object } from '../../../lib/values/schema/schema';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { inventory, only, render, yamlOf } from '../../support/render';
import { Shell } from '../../support/shell';
import { clients, platformValues, systemOf } from './system';

let connection: RedisConnection;
const system = systemOf(object({ redis: redisValues(), ...platformValues }), {
  rules: redisRules((v) => v.redis),
  build(scope, release, values) {
    connection = redis(scope, release, values.redis, { clients });
  },
});

const minimal = { redis: { auth: { password: 'Zx81-redis' } } };
const given = (change: object) => merge(minimal, { redis: change });
const configuration = (change: object) => only<IConfigMap>(render(system, given(change)), 'ConfigMap').data ?? {};

test('renders these manifests', () => {
  expect(yamlOf(render(system, minimal))).toMatchSnapshot();
});

test('renders these manifests with replicas', () => {
  expect(yamlOf(render(system, given({ replica: { replicaCount: 2 } })))).toMatchSnapshot();
});

test.each([
  ['prod', {}, 'prod-redis'],
  ['my-redis', {}, 'my-redis'],
  ['prod', { nameOverride: 'cache' }, 'prod-cache'],
  ['prod', { fullnameOverride: 'cache' }, 'cache'],
])('release %s with %j: object names start as in the Helm chart', (name, change, prefix) => {
  const rendered = render(system, given(change), { name });
  expect(inventory(rendered)).toEqual([
    `ServiceAccount daytona/${prefix}`,
    `Secret daytona/${prefix}`,
    `ConfigMap daytona/${prefix}-configuration`,
    `NetworkPolicy daytona/${prefix}`,
    `Service daytona/${prefix}-headless`,
    `Service daytona/${prefix}-master`,
    `StatefulSet daytona/${prefix}-master`,
  ]);
  expect(connection).toMatchObject({ host: `${prefix}-master`, port: 6379 });
});

test('the password is only in its Secret', () => {
  const rendered = render(system, minimal);
  const others = rendered.objects.filter(({ kind }) => kind !== 'Secret');
  expect(JSON.stringify(others)).not.toContain('Zx81-redis');
  expect(variablesOf(containerOf(templateOf(rendered, 'StatefulSet'), 'redis'))).toEqual({
    CONFIG: '/etc/redis/redis.conf',
    AUTH_FILE: '/run/redis/auth.conf',
    REDISCLI_AUTH: 'daytona-redis/redis-password',
  });
});

test('a password from an existing Secret reaches the server and the clients', () => {
  const auth = { password: null, existingSecret: 'cache', existingSecretPasswordKey: 'pw' };
  const rendered = render(system, given({ auth }));
  expect(rendered.externals).toMatchObject([{ kind: 'Secret', name: 'cache', keys: ['pw'] }]);
  expect(variablesOf(containerOf(templateOf(rendered, 'StatefulSet'), 'redis'))).toMatchObject({
    REDISCLI_AUTH: 'cache/pw',
  });
  expect(connection.password).toMatchObject({ secret: { name: 'cache' }, key: 'pw' });
});

test.each([
  [{ enabled: false }, 'redis.auth.enabled: is false: anyone who can reach the port can read and write everything'],
  [
    {},
    'redis.auth.password: is not set: anyone who can reach the port can read and write everything (`sandbox-charts secrets daytona` generates one)',
  ],
])('without authentication, %j, there is no Secret, and clients send no password', (auth, warning) => {
  const values = { redis: { auth } };
  expect(inventory(render(system, values))).not.toContain('Secret daytona/daytona-redis');
  expect(connection.password).toBeUndefined();
  expect(warningsOf(system, values)).toEqual([warning]);
});

test('locks and queues survive a restart and are never evicted', () => {
  expect(configuration({})['redis.conf']).toBe(
    [
      'dir /data',
      'port 6379',
      'protected-mode no',
      'appendonly yes',
      'save ""',
      'maxmemory 402653184',
      'maxmemory-policy noeviction',
      'include /run/redis/auth.conf',
      '',
    ].join('\n'),
  );
});

test.each([
  [{ maxmemory: '100Mi' }, 'maxmemory 104857600'],
  [{ resources: { limits: { memory: '1Gi' } } }, 'maxmemory 805306368'],
])('%j limits the data', (change, line) => {
  expect(configuration(change)['redis.conf']?.split('\n')).toContain(line);
});

test('without a limit, the data is unlimited', () => {
  expect(configuration({ resources: { limits: null } })['redis.conf']).not.toMatch(/^maxmemory /m);
});

test('the container can listen on another port; the Service keeps its own', () => {
  const rendered = render(system, given({ containerPorts: { redis: 7000 } }));
  expect(only<IConfigMap>(rendered, 'ConfigMap').data?.['redis.conf']).toContain('port 7000\n');
  expect(containerOf(templateOf(rendered, 'StatefulSet'), 'redis').ports).toEqual([
    { name: 'tcp-redis', containerPort: 7000, protocol: 'TCP' },
  ]);
  const service = only<IService>(rendered, 'Service', 'daytona-redis-master');
  expect(service.spec?.ports).toEqual([{ name: 'tcp-redis', port: 6379, targetPort: 'tcp-redis', protocol: 'TCP' }]);
  expect(only<INetworkPolicy>(rendered, 'NetworkPolicy').spec?.ingress?.[0]?.ports).toEqual([
    { protocol: 'TCP', port: 7000 },
  ]);
});

test('replicas follow the server, and can connect to it', () => {
  const rendered = render(system, given({ replica: { replicaCount: 2 } }));
  expect(only<IConfigMap>(rendered, 'ConfigMap').data?.['replica.conf']).toContain(
    'replicaof daytona-redis-master 6379\n',
  );
  expect(only<IStatefulSet>(rendered, 'StatefulSet', 'daytona-redis-replicas').spec?.replicas).toBe(2);
  expect(only<IStatefulSet>(rendered, 'StatefulSet', 'daytona-redis-master').spec?.replicas).toBe(1);
  expect(only<INetworkPolicy>(rendered, 'NetworkPolicy').spec?.ingress?.[0]?.from).toContainEqual({
    podSelector: {
      matchLabels: {
        'app.kubernetes.io/component': 'replica',
        'app.kubernetes.io/instance': 'daytona',
        'app.kubernetes.io/name': 'redis',
      },
    },
  });
});

test('persistence and its size have an effect', () => {
  const claimed = only<IStatefulSet>(render(system, given({ persistence: { size: '3Gi' } })), 'StatefulSet');
  expect(claimed.spec?.volumeClaimTemplates?.[0]?.spec?.resources).toEqual({ requests: { storage: '3Gi' } });
  const lost = only<IStatefulSet>(render(system, given({ persistence: { enabled: false } })), 'StatefulSet');
  expect(lost.spec?.volumeClaimTemplates).toBeUndefined();
  expect(lost.spec?.template.spec?.volumes).toContainEqual({ name: 'redis-data', emptyDir: {} });
});

const MADE = '`sandbox-charts secrets daytona` generates one';
test.each<[string, object, string[]]>([
  [
    'no password',
    { auth: { enabled: true, password: null } },
    [`redis.auth.password: is required (${MADE}; or set redis.auth.existingSecret)`],
  ],
  [
    'a password that nothing uses',
    { auth: { enabled: false } },
    ['redis.auth.enabled: is false, but a password is set: set it to true'],
  ],
  [
    'a password with two lines',
    { auth: { password: 'one\ntwo' } },
    ['redis.auth.password: contains a line break (expected a single line)'],
  ],
  ['more data than memory', { maxmemory: '1Gi' }, ['redis.maxmemory: must be smaller than the memory limit (512Mi)']],
  [
    'one claim for several servers',
    { persistence: { existingClaim: 'mine' }, replica: { replicaCount: 1 } },
    [
      'redis.persistence.existingClaim: works with one server only: with replicas, leave it empty, and each one gets its own claim',
    ],
  ],
  [
    "the subchart's own keys",
    { master: { persistence: { size: '2Gi' } } },
    ['redis.master: unknown key (renamed to redis.persistence, redis.containerPorts, redis.resources and the like)'],
  ],
])('refuses %s', (_name, change, problems) => {
  expect(problemsOf(system, given(change))).toEqual(problems);
});

describe('start-redis.sh', () => {
  const script = containerOf(templateOf(render(system, minimal), 'StatefulSet'), 'redis').command?.[2] ?? '';
  const shell = new Shell({ 'redis-server': 'echo "$@" >>"$CALLS"' });
  afterAll(() => shell.dispose());
  const start = (env: Record<string, string>) =>
    shell.run(script, { CONFIG: '/etc/redis/redis.conf', AUTH_FILE: `${shell.folder}/auth.conf`, ...env });

  test.each([
    ['simple', '"simple"'],
    ['with space', '"with space"'],
    ['quote " and \\ and $HOME', '"quote \\" and \\\\ and $HOME"'],
    ["'", '"\'"'],
  ])('password %s is written so that the server reads it correctly', (password, quoted) => {
    expect(start({ REDISCLI_AUTH: password })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(shell.text('auth.conf')).toBe(`requirepass ${quoted}\nmasterauth ${quoted}\n`);
  });

  test('without a password, the file is empty, even if an earlier start wrote one', () => {
    start({ REDISCLI_AUTH: 'old' });
    start({});
    expect(shell.text('auth.conf')).toBe('');
  });

  test('the server is started with its configuration and nothing else', () => {
    expect(shell.calls.at(-1)).toBe('/etc/redis/redis.conf');
  });

  test('fails before the server starts if the file cannot be written', () => {
    const before = shell.calls.length;
    expect(start({ AUTH_FILE: '/nowhere/auth.conf' }).code).not.toBe(0);
    expect(shell.calls).toHaveLength(before);
  });
});

describe('the exporter', () => {
  const scraped = given({ metrics: { enabled: true }, replica: { replicaCount: 1 } });

  test('runs next to each server, with the password from its Secret', () => {
    const sets = render(system, scraped).objects.filter(({ kind }) => kind === 'StatefulSet');
    expect(sets).toHaveLength(2);
    for (const set of sets as IStatefulSet[]) {
      const { containers } = set.spec?.template.spec ?? { containers: [] };
      expect(containers.map(({ name }) => name)).toEqual(['redis', 'metrics']);
      const [, exporter] = containers;
      expect(exporter).toMatchObject({
        image: 'docker.io/oliver006/redis_exporter:v1.88.0',
        ports: [{ name: 'metrics', containerPort: 9121 }],
        securityContext: { runAsUser: 59000, runAsNonRoot: true, readOnlyRootFilesystem: true },
      });
      expect(exporter?.env).toEqual([
        { name: 'REDIS_ADDR', value: 'redis://127.0.0.1:6379' },
        { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'daytona-redis', key: 'redis-password' } } },
        { name: 'REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT', value: 'true' },
      ]);
    }
  });

  test('has no password if the server has none', () => {
    const rendered = render(system, { redis: { metrics: { enabled: true }, containerPorts: { redis: 7000 } } });
    expect(variablesOf(containerOf(templateOf(rendered, 'StatefulSet'), 'metrics'))).toEqual({
      REDIS_ADDR: 'redis://127.0.0.1:7000',
      REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT: 'true',
    });
  });

  test('the policy opens its port to the clients of the values', () => {
    const from = [{ namespaceSelector: { matchLabels: { team: 'watch' } } }];
    const rendered = render(system, given({ metrics: { enabled: true, from } }));
    expect(only<INetworkPolicy>(rendered, 'NetworkPolicy').spec?.ingress).toEqual([
      { from: clients, ports: [{ protocol: 'TCP', port: 6379 }] },
      { from, ports: [{ protocol: 'TCP', port: 'metrics' }] },
    ]);
  });

  test.each([
    ['a monitor without it', { metrics: { podMonitor: { enabled: true } } }, 'set metrics.enabled to true'],
    ['no server', { enabled: false, metrics: { enabled: true } }, 'requires redis.enabled'],
    ['its port', { metrics: { enabled: true }, containerPorts: { redis: 9121 } }, 'is the port of the exporter'],
    ["Bitnami's monitor", { metrics: { serviceMonitor: { enabled: true } } }, 'renamed to podMonitor'],
  ])('%s is refused', (_, change, message) => {
    expect(problemsOf(system, given(change)).filter((problem) => problem.includes(message))).toHaveLength(1);
  });

  test('an image that sends the password away is reported', () => {
    const old = given({ metrics: { enabled: true, image: { tag: 'v1.82.0' } } });
    expect(warningsOf(system, old)).toEqual([expect.stringContaining('before v1.83.0 send the password')]);
    expect(warningsOf(system, given({ metrics: { enabled: true } }))).toEqual([]);
  });
});
