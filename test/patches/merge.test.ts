// A strategic merge patch on one object.

import { PatchError } from '../../lib/patches/change';
import { DELETED, mergePatch } from '../../lib/patches/merge';

const POD = 'v1/PodSpec';
const DEPLOYMENT = 'apps/v1/Deployment';

function failure(work: () => unknown): { readonly message: string; readonly inside: readonly unknown[] } {
  try {
    work();
  } catch (error) {
    if (error instanceof PatchError) return { message: error.message, inside: error.inside };
    throw error;
  }
  throw new Error('the patch was applied');
}

test('maps are merged, other values replaced, and null removes a field', () => {
  const object = { a: { b: 1, c: 2 }, d: [1], e: 'x' };
  expect(mergePatch(object, { a: { c: null, f: 3 }, d: [2], e: { g: 1 } }, undefined)).toEqual({
    a: { b: 1, f: 3 },
    d: [2],
    e: { g: 1 },
  });
  expect(object).toEqual({ a: { b: 1, c: 2 }, d: [1], e: 'x' });
});

test('nulls and directives in new maps and list items are not written', () => {
  const patch = { a: { b: null, c: { $patch: 'merge', d: 1 } }, list: [{ e: null, f: 1 }, null, 2] };
  expect(mergePatch({}, patch, undefined)).toEqual({ a: { c: { d: 1 } }, list: [{ f: 1 }, null, 2] });
});

test('$patch deletes, replaces or merges an object', () => {
  const object = { a: 1, inner: { b: 1 } };
  expect(mergePatch(object, { $patch: 'delete' }, undefined)).toBe(DELETED);
  expect(mergePatch(object, { inner: { $patch: 'delete' } }, undefined)).toEqual({ a: 1 });
  expect(mergePatch(object, { inner: { $patch: 'replace', c: 2 } }, undefined)).toEqual({ a: 1, inner: { c: 2 } });
  expect(mergePatch(object, { inner: { $patch: 'merge', c: 2 } }, undefined)).toEqual({ a: 1, inner: { b: 1, c: 2 } });
});

test('$retainKeys removes all other keys', () => {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } };
  const patch = { $retainKeys: ['type'], type: 'Recreate' };
  expect(mergePatch(strategy, patch, undefined)).toEqual({ type: 'Recreate' });
});

test('$deleteFromPrimitiveList removes values of a list, if there is one', () => {
  const patch = { '$deleteFromPrimitiveList/finalizers': ['a', 'c'] };
  expect(mergePatch({ finalizers: ['a', 'b', 'c'] }, patch, undefined)).toEqual({ finalizers: ['b'] });
  expect(mergePatch({ finalizers: 'a' }, patch, undefined)).toEqual({ finalizers: 'a' });
});

describe('lists', () => {
  const containers = [
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:1', ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] },
  ];
  const merged = (items: readonly unknown[], type: string | undefined = POD) =>
    (mergePatch({ containers }, { containers: items }, type) as { readonly containers: unknown }).containers;

  test('with a key are merged by it, and new items come last', () => {
    expect(
      merged([
        { name: 'c', image: 'c:1' },
        { name: 'a', image: 'a:2' },
      ]),
    ).toEqual([{ name: 'a', image: 'a:2' }, containers[1], { name: 'c', image: 'c:1' }]);
  });

  test('of a type that is not known are replaced', () => {
    expect(merged([{ name: 'c' }], 'example.com/v1/Buoy')).toEqual([{ name: 'c' }]);
    expect(mergePatch({ containers }, { containers: [{ name: 'c' }] }, undefined)).toEqual({
      containers: [{ name: 'c' }],
    });
  });

  test('lose an item with $patch: delete', () => {
    expect(merged([{ name: 'a', $patch: 'delete' }])).toEqual([containers[1]]);
  });

  test('are replaced with $patch: replace', () => {
    expect(merged([{ $patch: 'replace' }, { name: 'c' }])).toEqual([{ name: 'c' }]);
    expect(merged([{ name: 'a', $patch: 'replace' }])).toEqual([{ name: 'a' }, containers[1]]);
  });

  test('are created where there is none, or where the field has another type', () => {
    expect(mergePatch({}, { containers: [{ name: 'c' }] }, POD)).toEqual({ containers: [{ name: 'c' }] });
    expect(mergePatch({ containers: 'x' }, { containers: [{ name: 'c' }] }, POD)).toEqual({
      containers: [{ name: 'c' }],
    });
  });

  test('tell apart ports with the same number by their protocol, which is TCP by default', () => {
    const portsAfter = (port: object) => {
      const [, b] = merged([{ name: 'b', ports: [port] }]) as { readonly ports?: unknown }[];
      return b?.ports;
    };
    expect(portsAfter({ containerPort: 53, protocol: 'TCP', name: 'x' })).toEqual([
      { containerPort: 80 },
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: 53, protocol: 'TCP', name: 'x' },
    ]);
    expect(portsAfter({ containerPort: 80, protocol: 'TCP', name: 'x' })).toEqual([
      { containerPort: 80, protocol: 'TCP', name: 'x' },
      { containerPort: 53, protocol: 'UDP' },
    ]);
    expect(portsAfter({ containerPort: 53, name: 'x' })).toEqual([
      { containerPort: 80 },
      { containerPort: 53, protocol: 'UDP', name: 'x' },
    ]);
  });

  test('of plain values with a merge strategy get the values that they lack', () => {
    const object = { metadata: { finalizers: ['a', 'b'] } };
    expect(mergePatch(object, { metadata: { finalizers: ['b', 'c'] } }, DEPLOYMENT)).toEqual({
      metadata: { finalizers: ['a', 'b', 'c'] },
    });
  });
});

test('types are followed through the fields of an object', () => {
  const pod = (containers: object[]) => ({ spec: { template: { spec: { containers } } } });
  const object = pod([{ name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] }]);
  expect(mergePatch(object, pod([{ name: 'a', env: [{ name: 'Y', value: '2' }] }] as object[]), DEPLOYMENT)).toEqual(
    pod([
      {
        name: 'a',
        image: 'a:1',
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
      },
    ]),
  );
});

test('the selector of a PodDisruptionBudget is replaced', () => {
  const budget = (matchLabels: object) => ({ spec: { minAvailable: 1, selector: { matchLabels } } });
  expect(
    mergePatch(
      budget({ a: '1' }),
      { spec: { selector: { matchLabels: { b: '2' } } } },
      'policy/v1/PodDisruptionBudget',
    ),
  ).toEqual(budget({ b: '2' }));
});

test('entries of a map of a known type are merged, removed and added', () => {
  const schema = { properties: { a: { type: 'string', maxLength: 9 }, b: { type: 'string' } } };
  const patch = { properties: { a: { maxLength: 5 }, b: null, c: { type: 'integer' } } };
  expect(mergePatch(schema, patch, 'apiextensions.k8s.io/v1/JSONSchemaProps')).toEqual({
    properties: { a: { type: 'string', maxLength: 5 }, c: { type: 'integer' } },
  });
});

test.each([
  [{ containers: [7] }, 'must be a map', ['containers', 0]],
  [{ containers: [{ image: 'x' }] }, 'must have the key name, by which items are merged', ['containers', 0]],
  [{ containers: [{ name: 'x', $patch: 'delete' }] }, 'no item has name x (expected web)', ['containers', 0]],
  [{ volumes: [{ name: 'x', $patch: 'delete' }] }, 'no item has name x (expected no item at all)', ['volumes', 0]],
  [{ containers: [{ name: 'wed', $patch: 'delete' }] }, 'no item has name wed (did you mean web?)', ['containers', 0]],
  [{ $patch: 'remove' }, '$patch must be delete, merge or replace', ['$patch']],
  [
    { a: { $set: 1 } },
    'unknown directive $set (expected $patch, $retainKeys or $deleteFromPrimitiveList/FIELD)',
    ['a', '$set'],
  ],
  [{ '$deleteFromPrimitiveList/a': 'b' }, 'must be a list', ['$deleteFromPrimitiveList/a']],
])('%j is refused with its place', (patch, message, inside) => {
  const object = { containers: [{ name: 'web' }] };
  expect(failure(() => mergePatch(object, patch, POD))).toEqual({ message, inside });
});
