// The Renovate preset finds every tag that our values files and releases files can set.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { registry } from '../charts/registry';
import type { TObject } from '../lib/values/schema/schema';
import { cases } from './support/charts';

const preset = JSON.parse(readFileSync(join(__dirname, '..', 'renovate', 'sandbox-charts.json'), 'utf8'));
const [{ matchStrings, managerFilePatterns }] = preset.customManagers;
const queries = (matchStrings as string[]).map((query) => jsonata(query));

interface Found {
  readonly depName: string;
  readonly packageName?: string;
  readonly currentValue: string;
  readonly currentDigest?: string;
}

async function found(content: object): Promise<Found[]> {
  const results = await Promise.all(queries.map((query) => query.evaluate(content)));
  return results
    .flat()
    .filter((one) => one !== undefined)
    .map((one) => ({ ...one }));
}

interface Tagged {
  readonly chart: string;
  readonly path: readonly string[];
  /** Absent where the image is one text. */
  readonly repository?: string;
}

/** Each image of a chart that a values file can set. */
function* imagesOf(chart: string, schema: TObject, path: readonly string[] = []): Generator<Tagged> {
  for (const [key, value] of Object.entries(schema.properties) as [string, TObject][]) {
    const own = value.properties as Record<string, { default?: string }> | undefined;
    const name = own && (own.repository ?? own.reference ?? own.name ?? own.image);
    if (own?.tag && name) {
      const registryHost = own.registry?.default ?? '';
      const host = registryHost === 'docker.io' ? '' : registryHost;
      yield { chart, path: [...path, key], repository: [host, name.default].filter(Boolean).join('/') };
    } else if (/(^i|I)mage$/.test(key) && !own) yield { chart, path: [...path, key] };
    if (own) yield* imagesOf(chart, value, [...path, key]);
  }
}

const at = (path: readonly string[], value: unknown): object =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

const all = registry.flatMap(({ name, load }) => [...imagesOf(name, load().schema)]);
const named = all.filter(({ repository }) => repository !== undefined);
const texts = all.filter(({ repository, path }) => repository === undefined && path.at(-2) !== 'rootfs');

/** Keys that say which chart a values file is for. */
const MARKS: Readonly<Record<string, object>> = {
  peerpods: { providerConfigs: {} },
  'runner-manager': { minRunners: 1 },
};

test('there is something to find', () => {
  expect(named.length).toBeGreaterThan(30);
  expect(texts.length).toBeGreaterThan(5);
});

test.each(named)('$chart $path: a tag without its repository', async ({ chart, path, repository }) => {
  const content = { ...MARKS[chart], ...at(path, { tag: '1.2.3' }) };
  // Without a default, the image is that of another component.
  const expected = repository ? [{ depName: repository, packageName: repository, currentValue: '1.2.3' }] : [];
  expect(await found(content)).toEqual(expected);
  const set = { releases: [{ name: 'a', chart, set: at(path, { tag: '1.2.3' }) }] };
  expect(await found(set)).toEqual(expected);
});

test.each(texts)('$chart $path: an image as one text', async ({ path }) => {
  const digest = `sha256:${'1'.repeat(64)}`;
  expect(await found(at(path, `host:5000/a/b:1.2@${digest}`))).toEqual([
    { depName: 'host:5000/a/b', currentValue: '1.2', currentDigest: digest },
  ]);
  expect(await found(at(path, 'a/b'))).toEqual([]);
});

test('a registry and repository of the user, and a digest', async () => {
  const image = { registry: 'ghcr.io', repository: 'team/proxy', tag: 2, digest: `sha256:${'1'.repeat(64)}` };
  expect(await found({ services: { proxy: { image } } })).toEqual([
    // Renovate changes both only if it finds the name in the file.
    { depName: 'proxy', packageName: 'ghcr.io/team/proxy', currentValue: '2', currentDigest: image.digest },
  ]);
});

test.each(cases.map(({ chart, name, values }) => ({ chart, name, values })))(
  '$chart $name: nothing else is taken for an image',
  async ({ values }) => {
    for (const { depName, currentValue } of await found(values)) {
      expect(depName).toMatch(/^[a-z0-9./:-]+$/);
      expect(currentValue).toMatch(/^[\w.-]+$/);
    }
  },
);

test.each([
  ['values.yaml', true],
  ['clusters/eu/lab.values.yml', true],
  ['prod-values.yaml', true],
  ['releases.yaml', true],
  ['values/eu.yaml', true],
  ['dist/daytona.k8s.yaml', false],
])('%s: %s', (file, isRead) => {
  const patterns = (managerFilePatterns as string[]).map((pattern) => new RegExp(pattern.slice(1, -1)));
  expect(patterns.some((pattern) => pattern.test(file))).toBe(isRead);
});
