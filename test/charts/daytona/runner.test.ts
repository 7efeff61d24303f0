// The platform's runner: the differences between its images, and the containers next to it.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { containerOf, templateOf } from '../../support/pods';
import { problemsOf, warningsOf } from '../../support/problems';
import { rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const PUBLIC = { image: { tag: 'v0.190.0' } };
const runnerOf = (values: object) => ({ services: { runner: values } });

const specOf = (values: object) => templateOf(rendered(system, [credentials, runnerOf(values)]), 'DaemonSet').spec;
const container = (values: object) => containerOf({ spec: specOf(values) } as never, 'runner');
const merged = (values: object): object => mergeInto(credentials, values);
const mergeInto = (base: object, change: object): object =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(change)])].map((key) => {
      const [one, other] = [(base as Record<string, unknown>)[key], (change as Record<string, unknown>)[key]];
      const both = isMap(one) && isMap(other);
      return [key, both ? mergeInto(one, other) : other === undefined ? one : other];
    }),
  );
const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const problems = (values: object) => problemsOf(system, merged(values) as never);
const warnings = (values: object) =>
  warningsOf(system, merged(values) as never).filter((line) => /^services\.runner\.(volumes|env)\./.test(line));

describe('its command', () => {
  test.each([
    ['the image of the fork starts itself', {}, undefined],
    ['the public image is started without its own Docker', PUBLIC, ['daytona-runner']],
    ['the user has the last word', { ...PUBLIC, command: ['/bin/runner', '-v'] }, ['/bin/runner', '-v']],
  ])('%s', (_name, values, expected) => {
    expect(container(values).command).toEqual(expected);
  });
});

describe('the containers next to it', () => {
  const names = (values: object) => {
    const { containers, initContainers = [] } = specOf(values);
    return [...initContainers, ...containers].map(({ name }) => name).sort();
  };
  const off = { dockerInstaller: { enabled: false }, egressGuard: { enabled: false } };

  test('are only the enabled ones', () => {
    const bare = names(off);
    expect(bare).not.toContain('registry-proxy');
    expect(names({ ...off, registryProxy: { enabled: true } })).toEqual([...bare, 'registry-proxy'].sort());
    expect(names({ ...off, dockerInstaller: { enabled: true } })).toEqual([...bare, 'docker-installer'].sort());
  });
});

test('host aliases without names are left out', () => {
  const named = { ip: '10.0.0.2', hostnames: ['registry.acme.io'] };
  expect(specOf({ hostAliases: [{ ip: '10.0.0.1' }, named, { ip: '10.0.0.3', hostnames: [] }] }).hostAliases).toEqual([
    named,
  ]);
});

test('the public runner has the sandbox programs at the same path on the node and in the container', () => {
  const path = '/usr/local/bin/.tmp/binaries';
  expect(specOf(PUBLIC).volumes).toContainEqual({
    name: 'daemon-binaries',
    hostPath: { path, type: 'DirectoryOrCreate' },
  });
  expect(container(PUBLIC).volumeMounts).toContainEqual({ name: 'daemon-binaries', mountPath: path });
});

describe('volumes of sandboxes', () => {
  const mount = { name: 'sandbox-volumes', mountPath: '/mnt', mountPropagation: 'Bidirectional' };
  const withStore = (values: object) =>
    containerOf(
      templateOf(rendered(system, [credentials, { minio: { enabled: true } }, runnerOf(values)]), 'DaemonSet'),
      'runner',
    ).volumeMounts;

  test('are mounted if there is a store, unless the user disables them', () => {
    expect(withStore({})).toContainEqual(mount);
    expect(withStore({ volumes: { enabled: false } })).not.toContainEqual(mount);
    expect(container({}).volumeMounts).not.toContainEqual(mount);
  });

  test('need a program that the public image lacks', () => {
    const store = { minio: { enabled: true } };
    expect(warnings({ ...store, ...runnerOf(PUBLIC) })).toEqual([
      expect.stringMatching(
        /^services\.runner\.volumes\.enabled: is true, but the public runner image has no mount-s3/,
      ),
    ]);
    const own = { ...PUBLIC, image: { ...PUBLIC.image, repository: 'acme/runner' } };
    for (const values of [{}, own, { ...PUBLIC, volumes: { enabled: false } }]) {
      expect(warnings({ ...store, ...runnerOf(values) })).toEqual([]);
    }
  });
});

describe('the OCI runtime', () => {
  const runtime = (CONTAINER_RUNTIME: string, more: object = {}) => runnerOf({ env: { CONTAINER_RUNTIME }, ...more });
  const PATH = 'services.runner.env.CONTAINER_RUNTIME';
  const WRITE = "write sysbox-runc, runsc, kata or runc, or leave it empty for Docker's default";

  test.each(['docker', 'containerd', 'podman'])('%s is refused', (name) => {
    expect(problems(runtime(name))).toEqual([
      `${PATH}: ${name} is not an OCI runtime of Docker, which runs the sandboxes: ${WRITE}`,
    ]);
  });

  test('others are not supported', () => {
    expect(problems(runtime('gvisor'))).toEqual([`${PATH}: gvisor is not supported: ${WRITE}`]);
  });

  const noInstaller = { dockerInstaller: { enabled: false } };
  test.each([
    ['', {}, []],
    ['sysbox-runc', noInstaller, []],
    ['runsc', noInstaller, []],
    ['kata', noInstaller, []],
    ['', noInstaller, [expect.stringContaining("is Docker's default, which this chart does not install: sandboxes")]],
    ['runc', {}, [expect.stringContaining('is runc: sandboxes are privileged containers')]],
  ])('"%s" with %j warns about privileged sandboxes: %j', (name, more, expected) => {
    expect(problems(runtime(name, more))).toEqual([]);
    expect(warnings(runtime(name, more))).toEqual(expected);
  });
});

describe('registration', () => {
  const on = { ...PUBLIC, registration: { enabled: true } };

  test("makes the runner wait for its node's token, and start with it", () => {
    const { initContainers = [], volumes = [] } = specOf(on);
    const waiting = initContainers.find(({ name }) => name === 'wait-for-token');
    const tokens = { name: 'runner-tokens', mountPath: '/etc/daytona/runner-tokens', readOnly: true };
    expect(waiting?.volumeMounts).toEqual([tokens]);
    expect(volumes).toContainEqual({
      name: 'runner-tokens',
      secret: { secretName: 'daytona-runner-tokens', optional: true },
    });
    const { command = [], env = [], volumeMounts } = container(on);
    expect(volumeMounts).toContainEqual(tokens);
    expect([...command.slice(0, 2), ...command.slice(3)]).toEqual(['/bin/sh', '-c', 'runner', 'daytona-runner']);
    const names = env.map(({ name }) => name);
    expect(names).not.toContain('DAYTONA_RUNNER_TOKEN');
    // Kubernetes expands only variables that come earlier.
    expect(names.indexOf('NODE_NAME')).toBeLessThan(names.indexOf('TOKEN_FILE'));
    expect(env).toContainEqual({ name: 'TOKEN_FILE', value: '/etc/daytona/runner-tokens/$(NODE_NAME)' });
    expect(env).toContainEqual({ name: 'TOKEN_VARIABLE', value: 'DAYTONA_RUNNER_TOKEN' });
  });

  test("needs the admin user's key, a program that it can start, and runners that poll for jobs", () => {
    const all = {
      services: {
        api: { env: { ADMIN_API_KEY: '', DEFAULT_RUNNER_API_VERSION: '0', DEFAULT_RUNNER_DOMAIN: 'a' } },
        runner: { registration: { enabled: true } },
      },
    };
    expect(problems(all).map((line) => line.split(':')[0])).toEqual([
      'services.api.env.ADMIN_API_KEY',
      'services.runner.command',
      'services.api.env.DEFAULT_RUNNER_API_VERSION',
      'services.api.env.DEFAULT_RUNNER_API_URL',
      'services.api.env.DEFAULT_RUNNER_PROXY_URL',
    ]);
  });
});

describe('the egress guard', () => {
  const on = { egressGuard: { enabled: true } };
  const guard = specOf(on).initContainers?.[0];

  test('comes first, and the other containers wait for its rules', () => {
    expect(guard).toMatchObject({
      name: 'egress-guard',
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['test', '-e', '/tmp/ready'] } },
    });
    expect(specOf({}).initContainers).toBeUndefined();
  });

  test('can change the network of the node, and nothing else', () => {
    expect(guard?.securityContext).toMatchObject({
      privileged: false,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
      ...{ runAsUser: 0, runAsGroup: 0 },
    });
  });

  test('has something to protect', () => {
    expect(problems(runnerOf({ egressGuard: { enabled: true, interfaces: [] } }))).toEqual([
      'services.runner.egressGuard.interfaces: is empty: the guard would block nothing',
    ]);
  });
});

test('features are set only for versions that read them', () => {
  const flags = (tag: string) => ({
    services: { api: { image: { tag }, env: { OPENFEATURE_FORCE_ENABLED_FLAGS: 'a' } } },
  });
  expect(problems(flags('v0.173.0'))).toEqual([]);
  expect(problems(flags('v0.158.4-k8s-amd64'))).toEqual([
    'services.api.env.OPENFEATURE_FORCE_ENABLED_FLAGS: is read only from v0.173.0 on: v0.158.4-k8s-amd64 reads feature flags from PostHog only',
  ]);
});
