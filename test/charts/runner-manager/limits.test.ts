// Less common values of a runner manager: what each accepts, and what it renders.

import { system } from '../../../charts/runner-manager';
import { refusedRequirement } from '../../../charts/runner-manager/nodes/karpenter';
import { offPool } from '../../../charts/runner-manager/nodes/node-pool';
import { cacheRetention, readsSystemToken, tokenVariable } from '../../../charts/runner-manager/runner/runner-env';
import { merge } from '../../../lib/values/file/merge';
import { problemsOf, warningsOf } from '../../support/problems';
import { minimal, withRunner } from './values';

const given = (change: object, base: object = minimal) =>
  merge(base as Record<string, unknown>, change as Record<string, unknown>);
const API = { apiUrl: 'http://api/api' };
const REQUIRED =
  'the token that the Daytona API uses, for example from `openssl rand -base64 32`; or set existingSecret';

test.each<[object, object, string[]]>([
  [minimal, { daytona: API }, [`daytona.systemApiToken: is required with daytona.apiUrl (${REQUIRED})`]],
  [
    withRunner,
    { daytona: { systemApiToken: '' }, apiToken: '', existingSecret: 'mine' },
    [`daytona.systemApiToken: is required with runner.enabled (${REQUIRED} and runner.existingSecret)`],
  ],
  [minimal, { apiToken: '', existingSecret: 'mine', daytona: API }, []],
  [
    withRunner,
    { runner: { aws: { accessKeyId: 'AKIA0123456789EXAMPL' } } },
    ['runner.aws.secretAccessKey: is missing: set both keys or neither'],
  ],
  [
    withRunner,
    { runner: { aws: { secretAccessKey: 'wJalrXUtnFEMIK7MDENG' } } },
    ['runner.aws.accessKeyId: is missing: set both keys or neither'],
  ],
  [minimal, { daytona: { apiKey: 'dtn_0123456789' } }, ['daytona.apiKey: has no effect without daytona.apiUrl']],
  [
    minimal,
    { secretKeys: { apiToken: 'A', systemApiToken: 'A' } },
    ['secretKeys.systemApiToken: must differ from apiToken: both are "A"'],
  ],
  [
    withRunner,
    { runner: { secretKeys: { apiToken: 'A', awsAccessKeyId: 'A' } } },
    ['runner.secretKeys.awsAccessKeyId: must differ from apiToken: both are "A"'],
  ],
  [
    minimal,
    { rbac: { nodeVerbs: ['list'] } },
    ['rbac.nodeVerbs: must include get: without it, the manager reports every runner as failed'],
  ],
  [minimal, { rbac: { create: false, nodeVerbs: ['list'] } }, []],
  [minimal, { serviceAccount: { create: false, name: 'own' } }, []],
  [
    withRunner,
    { runner: { port: 3000, sshGateway: { enabled: true, port: 3000 } } },
    ['runner.sshGateway.port: must differ from runner.port (3000): both are ports on the node'],
  ],
  [withRunner, { runner: { port: 3000, sshGateway: { enabled: false, port: 3000 } } }, []],
])('%# is refused with the reason, or accepted', (base, change, problems) => {
  expect(problemsOf(system, given(change, base))).toEqual(problems);
});

test.each<[object, string[]]>([
  [
    { apiToken: '0123456789abcde' },
    ['apiToken: is short: use a random one, for example from `openssl rand -base64 32`'],
  ],
  [{ apiToken: '0123456789abcdef' }, []],
  [
    { kubeconfigPath: '/kube/config' },
    ['kubeconfigPath: is not in a mount of extraVolumeMounts: the file must exist in the image'],
  ],
  [
    {
      kubeconfigPath: '/kube/config',
      extraVolumes: [{ name: 'k', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'k', mountPath: '/kube/' }],
    },
    [],
  ],
  [
    {
      kubeconfigPath: '/kube',
      extraVolumes: [{ name: 'k', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'k', mountPath: '/kube' }],
    },
    [],
  ],
  [
    { service: { type: 'LoadBalancer' } },
    [
      'service.type: LoadBalancer exposes the API, which can add nodes, without TLS: prefer ClusterIP behind an Ingress with TLS',
    ],
  ],
])('%j causes a warning, or none', (change, warnings) => {
  expect(warningsOf(system, given(change))).toEqual(warnings);
});

describe('requirements of a Karpenter pool', () => {
  const refused = (operator: string, values: string[], more: object = {}) =>
    refusedRequirement({ key: 'a', operator, values, ...more } as never);

  test.each([
    ['Exists', []],
    ['DoesNotExist', []],
    ['In', ['a']],
    ['NotIn', ['a', 'b']],
    ['Gt', ['1']],
    ['Lte', ['10']],
  ])('%s %j is fine', (operator, values) => {
    expect(refused(operator, values)).toBeUndefined();
  });

  test.each([
    ['Exists', ['a'], 'must be empty with operator Exists'],
    ['DoesNotExist', ['a'], 'must be empty with operator DoesNotExist'],
    ['In', [], 'is required with operator In'],
    ['NotIn', [], 'is required with operator NotIn'],
    ['Gt', [], 'must be a single number with operator Gt'],
    ['Lt', ['1', '2'], 'must be a single number with operator Lt'],
    ['Gte', ['a1'], 'must be a single number with operator Gte'],
  ])('%s %j is refused', (operator, values, message) => {
    expect(refused(operator, values)).toBe(message);
  });

  test('a minimum of values must be possible', () => {
    expect(refused('In', ['a', 'b'], { minValues: 2 })).toBeUndefined();
    expect(refused('In', ['a', 'b'], { minValues: 3 })).toBe('needs at least 3 values for minValues');
    expect(refused('NotIn', ['a'], { minValues: 3 })).toBeUndefined();
  });
});

test('variables of the runner depend on its image', () => {
  expect(cacheRetention({ tag: 'v0.157.9' }, 2)).toEqual({ CACHE_RETENTION_DAYS: 2 });
  expect(cacheRetention({ tag: 'v0.158.0' }, '2')).toEqual({ BACKUP_INFO_CACHE_RETENTION: '48h' });
  expect(readsSystemToken({ tag: 'v0.158.4-k8s-amd64' })).toBe(true);
  expect(readsSystemToken({ tag: 'v0.158.4' })).toBe(false);
  expect([tokenVariable('public'), tokenVariable('kubernetes')]).toEqual(['DAYTONA_RUNNER_TOKEN', 'API_TOKEN']);
});

describe('pods that must not run on sandbox nodes', () => {
  const pool = {
    label: { key: 'pool', value: 'sandbox' },
    taint: { key: 'a', value: 'b', effect: 'NoSchedule' as const },
  };
  const common = { nodeSelector: {}, tolerations: [], affinity: {} };
  const placed = (affinity: object) => offPool({ common } as never, { affinity } as never, pool).affinity?.nodeAffinity;
  const elsewhere = { key: 'pool', operator: 'NotIn', values: ['sandbox'] };

  test('need other nodes', () => {
    expect(placed({})).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [elsewhere] }] },
    });
  });

  test('need them in every term of their own affinity, which is kept', () => {
    const zone = { key: 'zone', operator: 'In', values: ['a'] };
    const named = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] };
    const nodeSelectorTerms = [{ matchExpressions: [zone] }, named];
    const preferredDuringSchedulingIgnoredDuringExecution = [{ weight: 1, preference: {} }];
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    expect(placed({ nodeAffinity: { ...required, preferredDuringSchedulingIgnoredDuringExecution } })).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [zone, elsewhere] }, { ...named, matchExpressions: [elsewhere] }],
      },
    });
  });
});
