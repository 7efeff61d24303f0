// Reading patches and extra objects: their forms, and where their problems are.

import { loadChanges } from '../../lib/patches/file';
import { readChanges } from '../../lib/patches/read';
import { asStored } from '../../lib/patches/stored';
import { loadLayer } from '../../lib/values/file/load';
import { InputError } from '../../lib/values/problem';
import { programLayer } from '../../lib/values/resolve';

const read = (text: string) => readChanges([{ layer: loadChanges({ source: 'p.yaml', text }) }]);

function problemsOf(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const NAMED = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: labs}\nspec: {replicas: 2}\n';

test('a file with one merge patch names its object', () => {
  const [patch] = read(NAMED).patches;
  expect(patch?.target).toEqual({ group: 'apps', kind: 'Deployment', name: 'web', namespace: 'labs' });
  expect(patch?.locate(['patch', 'spec', 'replicas'])).toEqual({ source: 'p.yaml', line: 4, column: 8 });
});

test('a patch needs no namespace or apiVersion to name its object, and the core group is empty', () => {
  const target = (object: string) => read(`- patch: ${object}`).patches[0]?.target;
  expect(target('{kind: Service, metadata: {name: a}}')).toEqual({ kind: 'Service', name: 'a' });
  expect(target('{apiVersion: v1, kind: Service, metadata: {name: a}}')).toEqual({
    kind: 'Service',
    name: 'a',
    group: '',
  });
});

test('a target that is given is used, whatever the patch names', () => {
  const [patch] = read('- target: {kind: Service}\n  patch: {kind: Service, metadata: {name: b}}').patches;
  expect(patch?.target).toEqual({ kind: 'Service' });
});

test('a patch can be text, of operations or of an object', () => {
  const [one, other] = read(
    '- target: {kind: A}\n  patch: |\n    - {op: remove, path: /a}\n- target: {kind: B}\n  patch: |\n    a: 010x\n',
  ).patches;
  expect(one?.change).toEqual({ operations: [{ op: 'remove', path: '/a' }] });
  expect(other?.change).toEqual({ merge: { a: '010x' } });
});

test('numbers are plain numbers, also inside of lists', () => {
  const [patch] = read('- target: {kind: A}\n  patch: {a: [1, {b: 2}], c: 1.0}').patches;
  expect(patch?.change).toEqual({ merge: { a: [1, { b: 2 }], c: 1 } });
});

test('extra objects are maps, or text with documents and lists', () => {
  const map = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`;
  const { extraObjects } = read(
    `extraObjects:\n- ${map('a')}\n- |\n  ${map('b')}\n  ---\n  kind: List\n  items: [${map('c')}, ${map('d')}]\n`,
  );
  expect(extraObjects.map(({ object, path }) => [object.metadata.name, path.join('.')])).toEqual([
    ['a', 'extraObjects.0'],
    ['b', 'extraObjects.1'],
    ['c', 'extraObjects.1'],
    ['d', 'extraObjects.1'],
  ]);
});

test('the changes of all sources are read in their order', () => {
  const source = (kind: string) => ({ layer: programLayer({ patches: [{ target: { kind }, patch: { a: 1 } }] }) });
  expect(readChanges([source('A'), source('B')]).patches.map(({ target }) => target.kind)).toEqual(['A', 'B']);
  expect(readChanges([])).toEqual({ patches: [], extraObjects: [] });
  expect(readChanges([{ layer: programLayer({ patches: undefined, extraObjects: null }) }]).patches).toEqual([]);
});

test('problems have the path of their source', () => {
  const layer = loadLayer({ source: 'r.yaml', text: 'patches: [{patch: 7}]' });
  expect(() => readChanges([{ layer, at: ['releases', 2] }])).toThrow(
    'r.yaml:1:12 releases[2].patches[0].patch: must be a list of operations, a map, or text of either',
  );
});

const extra = (fields: string) => `extraObjects: [{apiVersion: v1, ${fields}}]`;

test.each([
  [extra('kind: ConfigMap, metadata: a'), ['metadata: must be a map', 'metadata.name: is required']],
  [extra('kind: ConfigMap, metadata: {name: ""}'), ['metadata.name: is required']],
  [extra('kind: "", metadata: {name: a}'), ['kind: is required (such as ConfigMap)']],
  ['extraObjects: [{apiVersion: "", kind: A, metadata: {name: a}}]', ['apiVersion: is required (such as apps/v1)']],
  [
    extra('kind: ConfigMap, metadata: {name: a, namespace: A_b}'),
    ['metadata.namespace: must be the name of a namespace'],
  ],
  [
    extra('kind: ConfigMap, metadata: {name: a, namespace: 7}'),
    ['metadata.namespace: must be the name of a namespace'],
  ],
  [
    extra('kind: ClusterRole, metadata: {name: a, namespace: b}'),
    ['metadata.namespace: must be absent: ClusterRole is cluster-scoped'],
  ],
  ['extraObjects: [""]', ['must not be empty']],
  ['extraObjects: ["a"]', ['must be a Kubernetes object']],
  ['extraObjects: ["kind: List\\nitems: [7]"]', ['must be a Kubernetes object']],
  ['extraObjects: ["a: [b"]', ['invalid YAML', '(in line 1 of the text)']],
])('%s is refused', (text, parts) => {
  const message = problemsOf(text).join('\n');
  for (const part of parts) expect(message).toContain(part);
  expect(message).toMatch(/^p\.yaml:1:\d+ extraObjects\[0\]/);
});

test.each(['{name: a}', '{name: a, namespace: ""}', '{name: a, namespace: labs}'])(
  'metadata %s is accepted',
  (metadata) => {
    expect(problemsOf(extra(`kind: ConfigMap, metadata: ${metadata}`))).toEqual([]);
  },
);

test.each([
  ['patch: ""', 'patch: must not be empty'],
  ['patch: "a: 1\\n---\\nb: 2"', 'patch: must be a single document'],
  ['patch: [7]', 'patch[0]: must be an operation such as {op: remove, path: /spec/replicas}'],
  ['patch: [{op: 7, path: /a}]', 'patch[0].op: must be an operation (expected add, replace, test, remove, move, copy)'],
  ['patch: [{op: move, path: /a}]', 'patch[0].from: must be a JSON pointer such as /spec/replicas'],
  ['patch: [{op: test, path: /a}]', 'patch[0].value: is required by test'],
  ['patch: [{op: remove, path: /a, value: 1}]', 'patch[0].value: unknown key'],
  ['patch: [{op: remove, path: /a~}]', 'patch[0].path: must escape ~ as ~0 and / as ~1'],
  ['patch: {a: [{b: 010}]}', 'patches[0].patch.a[0].b: ambiguous number'],
  ['patch: {a: .inf}', 'patches[0].patch.a: ambiguous number'],
])('%s is refused', (patch, message) => {
  const [first, ...more] = problemsOf(`- target: {kind: A}\n  ${patch}`);
  expect(first).toContain(message);
  expect(more).toEqual([]);
});

test.each(['{op: test, path: /a, value: null}', '{op: remove, path: /a~0b~1c}', '{op: copy, from: /a, path: /b}'])(
  'the operation %s is accepted',
  (operation) => {
    expect(problemsOf(`- target: {kind: A}\n  patch: [${operation}]`)).toEqual([]);
  },
);

describe('a Secret of the user', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { a: 'MQ==' } };

  test('is stored with its text as data, and a type', () => {
    expect(asStored({ ...secret, stringData: { a: '2', b: 'é' } } as never)).toEqual({
      ...secret,
      type: 'Opaque',
      data: { a: 'Mg==', b: 'w6k=' },
    });
    expect(asStored({ ...secret, type: 'own' } as never)).toEqual({ ...secret, type: 'own' });
  });

  test('of another API group is not one', () => {
    const other = { ...secret, apiVersion: 'example.com/v1', stringData: { a: '2' } } as never;
    expect(asStored(other)).toBe(other);
  });
});
