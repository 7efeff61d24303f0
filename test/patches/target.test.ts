// The objects that a target selects, and what a message says of a target that selects none.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { parseSelector } from '../../lib/patches/selector';
import { describeTarget, matchesTarget, suggestion, type Target } from '../../lib/patches/target';

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  more: Partial<Manifest['metadata']> = {},
): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...more },
});

const WEB = object('apps/v1', 'Deployment', 'web-api-1', {
  namespace: 'labs',
  labels: { app: 'web', tier: 'api' },
  annotations: { owner: 'team' },
});
const JOB = object('batch/v1', 'Job', 'prepare-0123456789', { namespace: 'labs' });
const ROLE = object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'view');
const MAP = object('v1', 'ConfigMap', 'web', { namespace: 'labs' });

test.each<[Target]>([
  [{}],
  [{ group: 'apps' }],
  [{ version: 'v1' }],
  [{ kind: 'Deployment' }],
  [{ kind: 'StatefulSet|Deployment' }],
  [{ kind: '.*' }],
  [{ name: 'web-api-1' }],
  [{ name: 'web.*' }],
  [{ name: '.*-1' }],
  [{ name: '.*api.*' }],
  [{ name: 'w.*a.*i.*1' }],
  [{ name: 'web-.*-1' }],
  [{ name: 'web-api-1.*' }],
  [{ namespace: 'labs' }],
  [{ namespace: 'l.*' }],
  [{ labelSelector: 'app=web,tier in (db, api)' }],
  [{ annotationSelector: 'owner' }],
  [{ kind: 'Deployment', name: 'web.*', namespace: 'labs', labelSelector: 'app' }],
])('%j selects a Deployment', (target) => {
  expect(matchesTarget(target, WEB)).toBe(true);
});

test.each<[Target]>([
  [{ group: '' }],
  [{ group: 'app' }],
  [{ version: 'v1beta1' }],
  [{ version: 'apps/v1' }],
  [{ kind: 'Deploy' }],
  [{ kind: 'StatefulSet|DaemonSet' }],
  [{ name: 'web-api' }],
  [{ name: 'api.*' }],
  [{ name: '.*api' }],
  [{ name: '.*x.*' }],
  [{ name: 'web-api-1.*1' }],
  [{ name: '.*api.*web.*' }],
  [{ name: 'web.api.1' }],
  [{ namespace: '' }],
  [{ namespace: 'lab' }],
  [{ labelSelector: 'app=db' }],
  [{ labelSelector: 'owner' }],
  [{ annotationSelector: 'app' }],
  [{ labelSelector: 'a b' }],
  [{ kind: 'Deployment', name: 'db' }],
])('%j does not select it', (target) => {
  expect(matchesTarget(target, WEB)).toBe(false);
});

test('objects without a group or a namespace are selected by an empty one', () => {
  expect(matchesTarget({ group: '', version: 'v1' }, MAP)).toBe(true);
  expect(matchesTarget({ namespace: '' }, ROLE)).toBe(true);
  expect(matchesTarget({ labelSelector: '!app' }, ROLE)).toBe(true);
});

test('a Job is also selected without the hash of its name, other objects only by their whole name', () => {
  expect(matchesTarget({ name: 'prepare' }, JOB)).toBe(true);
  expect(matchesTarget({ name: 'prepare-0123456789' }, JOB)).toBe(true);
  expect(matchesTarget({ name: 'prepare' }, { ...JOB, kind: 'ConfigMap' })).toBe(false);
});

test.each([
  ['app=web', true],
  ['app==web', true],
  ['app = web', true],
  ['app!=web', false],
  ['app!=db', true],
  ['none!=db', true],
  ['none=', false],
  ['empty=', true],
  ['empty', true],
  ['app', true],
  ['!app', false],
  ['!none', true],
  ['app in (web)', true],
  ['app in (db, web)', true],
  ['app in (db)', false],
  ['none in (web)', false],
  ['app notin (web,db)', false],
  ['app notin (db)', true],
  ['none notin (web)', true],
  ['app=web,tier=api', true],
  ['app=web,tier=db', false],
  ['tier in (api,db),app', true],
  ['constructor', false],
  ['example.com/part-of=all', true],
])('the selector %s: %s', (text, expected) => {
  const labels = { app: 'web', tier: 'api', empty: '', 'example.com/part-of': 'all' };
  expect(parseSelector(text)?.(labels)).toBe(expected);
});

test.each(['', 'a b', 'a in b', 'a in (b', 'a=b,', 'a=b=c', '!', 'a=(b)'])('%j is not a selector', (text) => {
  expect(parseSelector(text)).toBeUndefined();
});

test.each<[Target, string]>([
  [{ kind: 'Deployment' }, 'Deployment'],
  [{ kind: 'Deployment', name: 'web' }, 'Deployment web'],
  [{ kind: 'Deployment', name: 'web', namespace: 'labs' }, 'Deployment labs/web'],
  [{ namespace: 'labs' }, 'labs/.*'],
  [{ kind: 'Deployment', labelSelector: 'app=web' }, 'Deployment with app=web'],
  [{ version: 'v1', group: 'apps', annotationSelector: 'a' }, 'object with group apps and version v1 and a'],
])('%j is described as %s', (target, text) => {
  expect(describeTarget(target)).toBe(text);
});

test.each<[Target, string]>([
  [{ kind: 'Deploymant', name: 'web' }, 'did you mean Deployment?'],
  [{ kind: 'Buoy', name: 'view' }, 'expected ClusterRole view'],
  [{ kind: 'Buoy' }, 'expected Deployment, Job, ClusterRole, ConfigMap'],
  [{ kind: 'Deployment', name: 'web-api-2' }, 'did you mean Deployment web-api-1?'],
  [{ kind: 'Job', name: 'prepar' }, 'did you mean Job prepare?'],
  [{ kind: 'Deployment', name: 'wep' }, 'expected Deployment labs/web-api-1'],
  [{ name: 'vew' }, 'did you mean ClusterRole view?'],
  [{ kind: 'ClusterRole', name: 'view', namespace: 'labs' }, 'expected ClusterRole view'],
  [
    { name: 'nothing-like-it' },
    'expected Deployment labs/web-api-1, Job labs/prepare, ClusterRole view, ConfigMap labs/web',
  ],
])('for %j the suggestion is: %s', (target, text) => {
  expect(suggestion(target, [WEB, JOB, ROLE, MAP])).toBe(text);
});

test('at most eight objects are suggested, and the others counted', () => {
  const maps = (count: number) => Array.from({ length: count }, (_, index) => object('v1', 'ConfigMap', `${index}`));
  const names = maps(8)
    .map(({ metadata }) => `ConfigMap ${metadata.name}`)
    .join(', ');
  expect(suggestion({ kind: 'ConfigMap', group: 'x' }, maps(8))).toBe(`expected ${names}`);
  expect(suggestion({ kind: 'ConfigMap', group: 'x' }, maps(9))).toBe(`expected ${names} or one of 1 more`);
});
