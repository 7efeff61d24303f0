// Random violations of the API's rules: of the objects that the API server rejects, how many does `synth` reject?

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { cases } from '../cases';
import { kubectl } from '../harness/kubectl';
import { applyAll } from '../harness/verdicts';
import { removeFolders, synth } from '../support';
import { RULES } from './breakage';
import { draw, type Item } from './draw';
import { NAMESPACE, type RenderedItem, renderItem } from './render-item';

const SEED = 13;
const COUNT = 200;
const LEAST_REJECTED = 150;

/** Percentage of the rejected inputs that `synth` rejects, without and with `--validate`. It may only rise. */
const FLOOR = { synth: 99, validate: 99 };

interface Result extends RenderedItem {
  /** Why the API server rejects it; absent if it accepts it. */
  readonly rejection?: string;
}

const cluster = kubectl();
const items = draw(SEED, COUNT);
let results: Result[] = [];
let rejectedSamples: string[] = [];

beforeAll(async () => {
  await cluster.ok(['create', 'namespace', NAMESPACE]);
  await addServiceAccounts();
  const rendered = items.map(renderedItem);
  const flags = ['--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict'];
  const verdicts = await applyAll(
    cluster,
    rendered.flatMap(({ valid, broken }) => [...valid, ...broken]),
    flags,
  );
  const rejections = new Map(verdicts.map(({ object, rejection }) => [object, rejection]));
  const firstRejection = (objects: readonly Manifest[]) =>
    objects.map((object) => rejections.get(object)).find((rejection) => rejection !== undefined);
  rejectedSamples = rendered.flatMap(({ item, valid }) => {
    const rejection = firstRejection(valid);
    return rejection === undefined ? [] : [`${describeItem(item, item.valid)}: ${rejection.slice(0, 300)}`];
  });
  results = rendered.map((one) => {
    const rejection = firstRejection(one.broken);
    return rejection === undefined ? one : { ...one, rejection };
  });
  process.stderr.write(`${summary()}\n`);
});

afterAll(async () => {
  removeFolders();
  await cluster.ok(['delete', 'namespace', NAMESPACE, '--wait=false']);
});

test('the corpus covers every chart and every kind of rule', () => {
  expect([...new Set(items.map(({ chart }) => chart))].sort()).toEqual([...new Set(cases.map(({ chart }) => chart))]);
  expect([...new Set(items.map(({ rule }) => rule))].sort()).toEqual([...RULES]);
});

test('the API server accepts every valid sample', () => {
  expect(rejectedSamples).toEqual([]);
});

test('the API server rejects enough of the corpus for a meaningful share', () => {
  expect(rejected().length).toBeGreaterThanOrEqual(LEAST_REJECTED);
});

test.each(['synth', 'validate'] as const)('%s rejects at least the same share as before', (level) => {
  expect(percent(rejected(), level)).toBeGreaterThanOrEqual(FLOOR[level]);
});

const rejected = (): Result[] => results.filter(({ rejection }) => rejection !== undefined);

const percent = (among: readonly Result[], level: 'synth' | 'validate'): number =>
  (100 * among.filter((result) => result[level] === 'rejects').length) / Math.max(1, among.length);

function renderedItem(item: Item): RenderedItem {
  try {
    return renderItem(item);
  } catch (cause) {
    throw new Error(describeItem(item, item.valid), { cause });
  }
}

function describeItem({ at, chart, path, rule }: Item, value: unknown): string {
  return `${at} ${chart} ${path} (${rule}): ${(JSON.stringify(value) ?? '').slice(0, 120)}`;
}

/** The share per rule, what `synth` misses, and what the API server accepts. */
function summary(): string {
  const row = (name: string, among: readonly Result[]) => {
    const shares = (['synth', 'validate'] as const).map((level) => `${percent(among, level).toFixed(1)} %`.padStart(9));
    return `${name.padEnd(14)}${String(among.length).padStart(9)}${shares.join('')}`;
  };
  const missed = rejected().filter((result) => result.synth === 'accepts');
  const accepted = results.filter(({ rejection }) => rejection === undefined);
  return [
    `${'rule'.padEnd(14)} rejected    synth validate`,
    ...RULES.map((rule) =>
      row(
        rule,
        rejected().filter(({ item }) => item.rule === rule),
      ),
    ),
    row('all', rejected()),
    'synth accepts, the API server rejects:',
    ...missed.map(
      ({ item, validate }) => `  ${describeItem(item, item.broken)}${validate === 'rejects' ? ' [--validate]' : ''}`,
    ),
    'the API server accepts:',
    ...accepted.map(({ item, synth: verdict }) => `  ${describeItem(item, item.broken)} [synth ${verdict}]`),
  ].join('\n');
}

/** The API server rejects a Pod whose service account does not exist. */
async function addServiceAccounts(): Promise<void> {
  const session = cases.find(({ name }) => name === 'dozlab-session-example');
  if (session === undefined) throw new Error('no example of a session');
  const { objects } = await synth(session, NAMESPACE);
  const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
  const token = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: NAMESPACE } };
  await cluster.ok(['apply', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [token, ...accounts] }),
  });
}
