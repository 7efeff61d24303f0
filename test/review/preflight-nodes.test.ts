// Whether a cluster has nodes for the pods of a release.

import type { Manifest } from '../../lib/k8s/object/manifest';
import type { NodeNeed } from '../../lib/requirements/nodes';
import { isOffered, whyNoNode } from '../../lib/review/preflight/nodes';

const node = (name: string, labels: object, taints: object[] = [], allocatable?: object): Manifest =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { taints }, status: { allocatable } }) as never;

const NODES = [
  node('one', { disk: 'ssd', cores: '8', zone: 'a' }),
  node('two', { disk: 'hdd', cores: '4' }, [{ key: 'sandbox', value: 'yes', effect: 'NoSchedule' }]),
];

const why = (need: Partial<NodeNeed>, nodes = NODES) => whyNoNode(nodes, { by: [], ...need });

test('a pod without any need runs on any node, but not without nodes', () => {
  expect(why({})).toBeUndefined();
  expect(why({}, [])).toBe('no node matches the required node affinity');
});

test('one node must have all labels', () => {
  expect(why({ labels: { disk: 'ssd', zone: 'a' } })).toBeUndefined();
  expect(why({ labels: { disk: 'hdd', zone: 'a' } })).toBe('no node has the labels disk=hdd, zone=a');
  expect(why({ labels: { disk: 'ssd' } }, [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' } }])).toBe(
    'no node has the labels disk=ssd',
  );
});

const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });
const affinity = (...matchExpressions: object[]) => ({ oneOf: [{ matchExpressions }] });

test.each([
  [expression('disk', 'In', 'nvme', 'ssd'), true],
  [expression('disk', 'In', 'nvme'), false],
  [expression('none', 'In', 'ssd'), false],
  [expression('disk', 'NotIn', 'hdd'), true],
  [expression('disk', 'NotIn', 'ssd'), false],
  [expression('none', 'NotIn', 'ssd'), true],
  [expression('disk', 'Exists'), true],
  [expression('none', 'Exists'), false],
  [expression('none', 'DoesNotExist'), true],
  [expression('disk', 'DoesNotExist'), false],
  [expression('cores', 'Gt', '7'), true],
  [expression('cores', 'Gt', '8'), false],
  [expression('cores', 'Lt', '9'), true],
  [expression('cores', 'Lt', '8'), false],
  [expression('none', 'Gt', '1'), false],
])('the node affinity %j: %s', (wanted, expected) => {
  const found = why(affinity(wanted), NODES.slice(0, 1));
  expect(found).toBe(expected ? undefined : 'no node matches the required node affinity');
});

test('all expressions of one term must match', () => {
  const [ssd, hdd] = [expression('disk', 'In', 'ssd'), expression('disk', 'In', 'hdd')];
  const many = expression('cores', 'Gt', '4');
  expect(why(affinity(ssd, many))).toBeUndefined();
  expect(why(affinity(hdd, many))).toBeDefined();
  expect(why({ oneOf: [{ matchExpressions: [hdd, many] }, { matchExpressions: [ssd] }] })).toBeUndefined();
});

test('a term can name nodes', () => {
  const named = (operator: string, name: string) => ({
    oneOf: [{ matchFields: [{ key: 'metadata.name', operator, values: [name] }] }],
  });
  expect(why(named('In', 'one'))).toBeUndefined();
  expect(why(named('In', 'three'))).toBeDefined();
  expect(why(named('NotIn', 'one'), NODES.slice(0, 1))).toBeDefined();
  expect(why(named('NotIn', 'two'), NODES.slice(0, 1))).toBeUndefined();
});

test.each<[NonNullable<NodeNeed['tolerations']>, boolean]>([
  [[], false],
  [[{ operator: 'Exists' }], true],
  [[{ key: 'sandbox', operator: 'Exists' }], true],
  [[{ key: 'sandbox', operator: 'Exists', effect: 'NoSchedule' }], true],
  [[{ key: 'sandbox', operator: 'Exists', effect: 'NoExecute' }], false],
  [[{ key: 'other', operator: 'Exists' }], false],
  [[{ key: 'sandbox', value: 'yes' }], true],
  [[{ key: 'sandbox', operator: 'Equal', value: 'no' }], false],
  [[{ key: 'sandbox' }], false],
  [[{ value: 'yes' }], false],
  [[{ key: 'other' }, { key: 'sandbox', value: 'yes' }], true],
])('tolerations %j accept a tainted node: %s', (tolerations, expected) => {
  const found = why({ labels: { disk: 'hdd' }, tolerations });
  expect(found).toBe(
    expected ? undefined : 'every matching node has a taint that the pods do not tolerate: sandbox:NoSchedule',
  );
});

test('a taint without a value, and one that only prefers other pods', () => {
  const tainted = (taint: object) => [node('a', {}, [taint])];
  expect(why({ tolerations: [{ key: 'gpu' }] }, tainted({ key: 'gpu', effect: 'NoExecute' }))).toBeUndefined();
  expect(why({}, tainted({ key: 'gpu', effect: 'PreferNoSchedule' }))).toBeUndefined();
  expect(why({}, tainted({ key: 'gpu', effect: 'NoExecute' }))).toContain('gpu:NoExecute');
});

test('a device is offered by a node that has at least one', () => {
  const with_ = (amount: unknown) => [node('a', {}), node('b', {}, [], { 'nvidia.com/gpu': amount })];
  expect(['1', 2, '10Mi'].map((amount) => isOffered(with_(amount), 'nvidia.com/gpu'))).toEqual([true, true, true]);
  expect(['0', 0, '0Mi'].map((amount) => isOffered(with_(amount), 'nvidia.com/gpu'))).toEqual([false, false, false]);
  expect(isOffered(with_('1'), 'amd.com/gpu')).toBe(false);
});
