// Rules are asked again about everything that they have read before and that has changed, and about nothing else.

import { Recall } from '../../lib/k8s/object/recall';
import type { Recording } from '../../lib/k8s/object/recording';
import { markShared } from '../../lib/k8s/object/shared-parts';

interface Input {
  readonly name: string;
  readonly ports?: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly { readonly image: string; readonly env?: object }[];
}

const shared = markShared(Object.freeze({ kind: 'shared' }));
const input = (more: Partial<Input> = {}): Input => ({
  ...{ name: 'one', labels: { app: 'web', id: '1' }, containers: [{ image: 'a', env: shared }, { image: 'b' }] },
  ...more,
});

type Reader = (input: Input, isKnown: (name: string) => boolean) => unknown;

/** How often a rule with this reader is asked about `next`, after it was asked about many inputs like `input()`. */
function askedAbout(read: Reader, next: Input, isKnownNow = true): number {
  let count = 0;
  const rule = (given: Input, isKnown: (name: string) => boolean) => {
    count++;
    read(given, isKnown);
    return [];
  };
  const recall = new Recall([rule]);
  const find = (given: Input, isKnown: (name: string) => boolean) =>
    recall.find({
      roots: [given],
      questions: [(name = '') => isKnown(name)],
      ask: (one, recording?: Recording) =>
        recording ? one(recording.root(given), (name) => recording.ask(0, name) === true) : one(given, isKnown),
    });
  for (let release = 0; release < 20; release++) find(input(), () => true);
  expect(count).toBe(8);
  find(next, () => isKnownNow);
  return count - 8;
}

const REMEMBERED: readonly (readonly [string, Reader, Input])[] = [
  ['a value that was not read', ({ labels }) => labels.app, input({ name: 'other', labels: { app: 'web', id: '2' } })],
  ['an equal list', ({ containers }) => containers.map(({ image }) => image), input()],
  ['equal keys', ({ labels }) => Object.keys(labels), input({ labels: { app: 'api', id: '2' } })],
];

test.each(REMEMBERED)('a rule is not asked about %s', (_name, read, next) => {
  expect(askedAbout(read, next)).toBe(0);
});

const CHANGED: readonly (readonly [string, Reader, Input])[] = [
  ['a value', ({ labels }) => labels.id, input({ labels: { app: 'web', id: '2' } })],
  ['the type of a value', ({ name }) => name, input({ name: ['one'] as never })],
  ['a key that was absent', ({ ports }) => ports, input({ ports: [] })],
  ['a key that was looked for', (given) => 'ports' in given, input({ ports: [] })],
  ['an own key', (given) => Object.hasOwn(given, 'ports'), input({ ports: [] })],
  ['the keys', ({ labels }) => Object.entries(labels), input({ labels: { app: 'web', name: '1' } })],
  ['the order of keys', ({ labels }) => ({ ...labels }), input({ labels: { id: '1', app: 'web' } })],
  ['the length of a list', ({ containers }) => containers.length, input({ containers: [{ image: 'a', env: shared }] })],
  [
    'an item of a list',
    ({ containers }) => containers.some(({ image }) => image === 'c'),
    input({ containers: [{ image: 'a', env: shared }, { image: 'c' }] }),
  ],
  [
    'a list that became a map',
    ({ containers }) => containers[0],
    input({ containers: { 0: { image: 'a' } } as never }),
  ],
  ['a part that became a value', ({ labels }) => labels.app, input({ labels: 'web' as never })],
  ['a shared part', ({ containers }) => containers[0]?.env, input({ containers: [{ image: 'a', env: {} }] })],
];

test.each(CHANGED)('a rule is asked again about %s', (_name, read, next) => {
  expect(askedAbout(read, next)).toBeGreaterThan(0);
});

test('a rule is asked again if the answer to a question has changed', () => {
  const read: Reader = ({ name }, isKnown) => isKnown(name);
  expect(askedAbout(read, input())).toBe(0);
  expect(askedAbout(read, input(), false)).toBeGreaterThan(0);
});

test('a rule finds the same whether it is asked or not, among others, and while charts take turns', () => {
  const rules = [
    ({ name }: Input) => (name === 'bad' ? ['bad name'] : []),
    ({ labels }: Input) => (labels.id === '7' ? [`id 7 of ${labels.app}`] : []),
    ({ containers }: Input) => containers.filter(({ image }) => image === 'gone').map(() => 'gone image'),
  ];
  const recall = new Recall(rules);
  const images = ['a', 'a', 'a', 'c', 'gone', 'a'];
  for (let release = 0; release < 200; release++) {
    const labels = { app: release % 2 === 0 ? 'web' : 'api', id: String(release % 10) };
    const containers = [{ image: images[release % images.length] as string }];
    const given = input({ name: release % 50 === 49 ? 'bad' : `r-${release}`, labels, containers });
    const found = recall.find({ roots: [given], ask: (rule, recording) => rule(recording?.root(given) ?? given) });
    expect(found).toEqual(rules.flatMap((rule) => rule(given)));
  }
});

test('a rule cannot change what it reads', () => {
  const recall = new Recall([(given: { a: object }) => Object.assign(given.a, { b: 1 }) && []]);
  const find = () => {
    const given = { a: {} };
    recall.find({ roots: [given], ask: (rule, recording) => rule(recording?.root(given) ?? given) });
  };
  expect(() => {
    for (let release = 0; release < 20; release++) find();
  }).toThrow(TypeError);
});
