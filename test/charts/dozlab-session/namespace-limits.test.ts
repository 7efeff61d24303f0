// Limits for the namespace of labs.

import { system } from '../../../charts/dozlab-session';
import { problemsOf, warningsOf } from '../../support/problems';
import { only, render } from '../../support/render';
import { minimal } from './values';

const quota = (hard: object, more: object = {}) => ({ ...minimal, resourceQuota: { enabled: true, hard }, ...more });
const range = (...limits: readonly object[]) => ({ limitRange: { enabled: true, limits } });

test('there are none by default', () => {
  const { objects } = render(system, minimal);
  expect(objects.filter(({ kind }) => kind === 'ResourceQuota' || kind === 'LimitRange')).toEqual([]);
});

test('they come before the pod, with the amounts as the API server writes them', () => {
  const limits = { type: 'Container', default: { memory: '1024Mi' } };
  const release = render(system, quota({ pods: 5, 'requests.cpu': '4000m' }, range(limits)));
  expect(only(release, 'ResourceQuota')).toMatchObject({
    metadata: { name: 'lab-session-demo' },
    spec: { hard: { pods: '5', 'requests.cpu': '4' } },
  });
  expect(only(release, 'LimitRange')).toMatchObject({
    spec: { limits: [{ type: 'Container', default: { memory: '1Gi' } }] },
  });
  const kinds = release.objects.map(({ kind }) => kind);
  expect(kinds.indexOf('ResourceQuota')).toBeLessThan(kinds.indexOf('Pod'));
  expect(kinds.indexOf('LimitRange')).toBeLessThan(kinds.indexOf('Pod'));
});

const unlimited = { terminal: { resources: { limits: { memory: null }, requests: { memory: null } } } };

test.each<[string, object, string]>([
  ['a quota of nothing', quota({}), 'resourceQuota.hard: is required with resourceQuota.enabled (such as pods: "10")'],
  ['a range of nothing', { ...minimal, ...range() }, 'limitRange.limits: is required with limitRange.enabled'],
  [
    'a limit without a type',
    { ...minimal, ...range({ max: { memory: '1Gi' } }) },
    'limitRange.limits[0].type: is required',
  ],
  [
    'a quota of requests that a container lacks',
    quota({ 'requests.memory': '10Gi' }, unlimited),
    'resourceQuota.hard["requests.memory"]: the API server then refuses the pod: terminal.resources.requests.memory is not set',
  ],
  [
    'a quota of limits that a container lacks',
    quota({ 'limits.memory': '10Gi' }, unlimited),
    'resourceQuota.hard["limits.memory"]: the API server then refuses the pod: terminal.resources.limits.memory is not set',
  ],
  ['an amount that is none', quota({ pods: 'ten' }), 'resourceQuota.hard.pods: invalid value "ten"'],
])('%s is refused', (_, values, message) => {
  expect(problemsOf(system, values).map((line) => line.startsWith(message))).toEqual([true]);
});

test('defaults of a LimitRange fill in what a container lacks', () => {
  const defaults = { type: 'Container', default: { memory: '1Gi' }, defaultRequest: { memory: '1Gi' } };
  expect(problemsOf(system, quota({ 'requests.memory': '10Gi' }, { ...unlimited, ...range(defaults) }))).toEqual([]);
});

test('a quota that is off has no effect', () => {
  const values = { ...minimal, resourceQuota: { hard: { pods: '5' } } };
  expect(warningsOf(system, values)).toContain('resourceQuota.hard: has no effect: resourceQuota.enabled is false');
});
