// The values that a runner manager refuses or warns about, with the exact messages.

import { system } from '../../../charts/runner-manager';
import { merge } from '../../../lib/values/file/merge';
import { problemsOf, warningsOf } from '../../support/problems';
import { everything, minimal, withRunner } from './values';

const given = (change: object, base: object = minimal) =>
  merge(base as Record<string, unknown>, change as Record<string, unknown>);

test.each([
  ['minimal', minimal],
  ['with a runner', withRunner],
  ['everything', everything],
])('%s values are accepted without a warning', (_, values) => {
  expect(problemsOf(system, values)).toEqual([]);
  expect(warningsOf(system, values).filter((line) => !line.startsWith('nodePool:'))).toEqual([]);
});

test('all required values are reported at once', () => {
  const karpenter = { enabled: true };
  const runner = { enabled: true, registryProxy: { enabled: true } };
  expect(problemsOf(system, { runner, nodePool: { karpenter } })).toEqual([
    'apiToken: is required (for example from `openssl rand -base64 32`; or set existingSecret)',
    'runner.apiToken: is required with runner.enabled (a token that the Daytona API accepts; or set runner.existingSecret)',
    'daytona.systemApiToken: is required with runner.enabled (the token that the Daytona API uses, for example from `openssl rand -base64 32`; or set existingSecret and runner.existingSecret)',
    'nodePool.karpenter.nodeClassRef.name: is required with nodePool.karpenter.enabled',
    'daytona.apiUrl: is required with runner.enabled: the runner reports to the Daytona API',
    'runner.registryProxy.targetHost: is required with runner.registryProxy.enabled',
  ]);
});

test.each([
  ['an empty token, which would switch authentication off', { apiToken: '' }],
  ['a removed token', { apiToken: null }],
])('%s is refused', (_, change) => {
  expect(problemsOf(system, given(change))).toHaveLength(1);
});

test.each(['runner_manager_secret_key', 'secret_api_token', 'dev-test-token-change-in-production'])(
  'the published default %s is refused without being repeated',
  (apiToken) => {
    expect(problemsOf(system, { apiToken })).toEqual(['apiToken: is the publicly known default']);
  },
);

test('a token with a line break is refused, and not shown', () => {
  expect(problemsOf(system, { apiToken: 'kW3v secret\n' })).toEqual([
    'apiToken: invalid value (expected a string without spaces or line breaks)',
  ]);
});

const both = 'conflicts with existingSecret: set only one of them';
const bothOfRunner = 'conflicts with runner.existingSecret: set only one of them';

test.each<[string, object, object, string[]]>([
  ['two sources of the token', minimal, { existingSecret: 'mine' }, [`apiToken: ${both}`]],
  [
    'two sources of the shared token',
    everything,
    { daytona: { systemApiToken: 'pVb0m6d4hJx2Rk8sZq1wLg', apiKey: 'dtn_1' } },
    [`daytona.systemApiToken: ${both}`, `daytona.apiKey: ${both}`],
  ],
  [
    "two sources of the runner's credentials",
    everything,
    { runner: { apiToken: 'x1', aws: { accessKeyId: 'x2', secretAccessKey: 'x3' } } },
    ['apiToken', 'aws.accessKeyId', 'aws.secretAccessKey'].map((key) => `runner.${key}: ${bothOfRunner}`),
  ],
  [
    'credentials for an API that is not set',
    minimal,
    { daytona: { apiKey: 'dtn_1', systemApiToken: 'x' } },
    [
      'daytona.apiKey: has no effect without daytona.apiUrl',
      'daytona.systemApiToken: has no effect without daytona.apiUrl',
    ],
  ],
  [
    'two credentials under one key',
    withRunner,
    { secretKeys: { apiKey: 'API_TOKEN' } },
    ['secretKeys.apiKey: must differ from apiToken: both are "API_TOKEN"'],
  ],
  [
    'half a key pair',
    withRunner,
    { runner: { aws: { accessKeyId: 'AKIAEXAMPLE' } } },
    ['runner.aws.secretAccessKey: is missing: set both keys or neither'],
  ],
  [
    'permissions for every pod in the namespace',
    minimal,
    { serviceAccount: { create: false } },
    [
      'serviceAccount.name: is required if serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
    ],
  ],
  [
    'node permissions without the required one',
    minimal,
    { rbac: { nodeVerbs: ['list'] } },
    ['rbac.nodeVerbs: must include get: without it, the manager reports every runner as failed'],
  ],
  [
    'the same node port twice',
    withRunner,
    { runner: { sshGateway: { port: 3000 } } },
    ['runner.sshGateway.port: must differ from runner.port (3000): both are ports on the node'],
  ],
  [
    'a proxy on a port of the runner',
    everything,
    { runner: { registryProxy: { listenPort: 2220 } } },
    ['runner.registryProxy.listenPort: 2220 is also a port of the runner: both are ports on the node'],
  ],
  [
    'a request above its limit',
    minimal,
    { resources: { requests: { memory: '1Gi' } } },
    ['resources.requests.memory: request 1Gi exceeds the limit 512Mi'],
  ],
  [
    'a port past its value',
    minimal,
    { extraEnv: [{ name: 'API_PORT', value: '8099' }] },
    ['extraEnv[0].name: API_PORT is set by port: set that value instead'],
  ],
  [
    'a literal credential among the variables',
    withRunner,
    {
      runner: {
        extraEnv: [
          { name: 'HTTP_PROXY', value: 'http://proxy:3128' },
          { name: 'AWS_SECRET_ACCESS_KEY', value: 'Tz8hq2' },
        ],
      },
    },
    [
      'runner.extraEnv[1].value: AWS_SECRET_ACCESS_KEY is a credential: set runner.aws.secretAccessKey, or use valueFrom',
    ],
  ],
  [
    'credentials that no value takes',
    minimal,
    {
      extraEnv: [
        { name: 'REDIS_PASSWORD', value: 'Tz8hq2' },
        { name: 'HTTP_PROXY', value: 'http://me:Tz8hq2@proxy:3128' },
      ],
    },
    [
      'extraEnv[0].value: REDIS_PASSWORD is a credential: use valueFrom',
      'extraEnv[1].value: HTTP_PROXY contains a password: use valueFrom',
    ],
  ],
  [
    'URLs with a password',
    withRunner,
    {
      daytona: { apiUrl: 'http://me:Tz8hq2@api:3000/api' },
      runner: { aws: { endpointUrl: 'https://me:Tz8hq2@minio' } },
    },
    [
      'daytona.apiUrl: invalid value "http://***@api:3000/api" (expected an http or https URL without a user name)',
      'runner.aws.endpointUrl: invalid value "https://***@minio" (expected an http or https URL without a user name)',
    ],
  ],
  [
    'mounts of no volume, and a volume of the chart',
    withRunner,
    {
      extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }],
      runner: { extraVolumes: [{ name: 'host-root', emptyDir: {} }] },
    },
    ['extraVolumeMounts[0].name: is not a volume: ca', 'runner.extraVolumes[0].name: is already used: host-root'],
  ],
  [
    'runners that are never replaced',
    withRunner,
    { runner: { maxUnavailable: 0 } },
    ['runner.maxUnavailable: invalid value 0 (expected an integer of at least 1 or a percentage such as 25%)'],
  ],
  [
    'a provider that does not exist',
    minimal,
    { provider: { type: 'azure' } },
    ['provider.type: invalid value "azure" (expected one of kubernetes, k8s, aws)'],
  ],
  [
    'a namespace that Kubernetes refuses',
    minimal,
    { provider: { namespace: 'Sandboxes' } },
    ['provider.namespace: invalid value "Sandboxes" (expected the name of a namespace)'],
  ],
  [
    'a timeout in words',
    minimal,
    { podWaitTimeout: '10m' },
    ['podWaitTimeout: invalid value "10m" (expected an integer of at least 1)'],
  ],
  [
    'a public key as ssh-keygen writes it',
    withRunner,
    { runner: { sshPublicKey: 'ssh-ed25519 AAAA me@home' } },
    ['runner.sshPublicKey: invalid value "ssh-ed25519 AAAA me@home" (expected the output of `base64 -w0 key.pub`)'],
  ],
  [
    'proxy options instead of a host',
    everything,
    { runner: { registryProxy: { targetHost: 'a.example.com,fork' } } },
    ['runner.registryProxy.targetHost: invalid value "a.example.com,fork" (expected a host name or IPv4 address)'],
  ],
  [
    'a key that does not exist',
    minimal,
    { placeholder: { count: 1 } },
    ['placeholder: unknown key (did you mean placeholders?)'],
  ],
])('%s', (_, base, change, expected) => {
  expect(problemsOf(system, given(change, base))).toEqual(expected);
});

test.each<[string, object, string]>([
  [
    'a short token',
    { apiToken: 'hunter2' },
    'apiToken: is short: use a random one, for example from `openssl rand -base64 32`',
  ],
  [
    'the documented token',
    { apiToken: 'your-secure-random-token-here' },
    'apiToken: is the example from the documentation: generate your own, for example from `openssl rand -base64 32`',
  ],
  [
    'AWS',
    { provider: { type: 'aws' } },
    'provider.type: is not implemented by the manager: all calls to its API would fail',
  ],
  [
    'a Service in the open',
    { service: { type: 'LoadBalancer' } },
    'service.type: LoadBalancer exposes the API, which can add nodes, without TLS: prefer ClusterIP behind an Ingress with TLS',
  ],
  [
    'a kubeconfig without a volume',
    { kubeconfigPath: '/etc/kube/config' },
    'kubeconfigPath: is not in a mount of extraVolumeMounts: the file must exist in the image',
  ],
  [
    'another label',
    { nodePool: { label: { key: 'pool', value: 'sandbox' } } },
    'nodePool: pool=sandbox and sandbox=true:NoSchedule: the placeholder pods that the manager creates request daytona-sandbox-c=true and sandbox=true:NoSchedule, unless your build differs',
  ],
])('warns about %s', (_, change, expected) => {
  expect(warningsOf(system, given(change))).toEqual([expected]);
});
