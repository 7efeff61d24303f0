// Accepted forms of a manifest, and manifests of another release.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system as region } from '../../../charts/daytona-region';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import type { System } from '../../../lib/render/system';
import { plan } from '../../../lib/review/adopt/plan';
import { manifestsOfText } from '../../../lib/review/diff/documents';
import { loadLayer } from '../../../lib/values/file/load';
import { InputError } from '../../../lib/values/problem';

const read = (path: string): string => readFileSync(path, 'utf8');
const text = read(join(__dirname, 'installed', 'daytona-region.yaml'));
const objects = manifestsOfText('now.yaml', text);
const values = loadLayer({
  source: 'v',
  text: read(join(__dirname, '..', '..', 'cluster', 'adopt', 'charts', 'daytona-region.values.yaml')),
}).apply({});

const planned = (manifest: readonly Manifest[], more = {}) =>
  plan(region as unknown as System, {
    ...{ name: 'web', namespace: 'shop', target: 'kubectl', manifest, values, create: () => ({}) },
    ...more,
  });
const usual = planned(objects);

test.each([
  ['a stream of JSON texts', objects.map((object) => JSON.stringify(object, null, 2)).join('\n')],
  ['JSON texts without anything between them', objects.map((object) => JSON.stringify(object)).join('')],
  ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })],
  ['YAML documents with empty ones between them', text.replaceAll(/^---$/gm, '---\n---')],
])('%s', (_name, manifest) => {
  expect(planned(manifestsOfText('now', manifest)).values).toEqual(usual.values);
});

test('strings with braces do not end a JSON text', () => {
  const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '}{"\\' } });
  expect(manifestsOfText('now', JSON.stringify(map('a')) + JSON.stringify(map('b')))).toEqual([map('a'), map('b')]);
});

test.each([
  [{ name: 'other' }, 'the manifest is of release web, not of other'],
  [{ namespace: 'elsewhere' }, 'the manifest is of namespace shop, not of elsewhere'],
])('a manifest of another release: %j', (other, message) => {
  expect(() => planned(objects, other)).toThrow(new InputError([{ path: [], message }]));
});

test('a release with its own name, which no value sets', () => {
  const renamed = manifestsOfText('now.yaml', text.replaceAll('web-daytona-region', 'edge'));
  const { values: found, rendered } = planned(renamed);
  expect(found).toMatchObject({ fullnameOverride: 'edge' });
  expect(rendered.objects.map(({ metadata }) => metadata.name)).toContain('edge-proxy');
});

test('values that Helm removed with null', () => {
  const { left, values: found } = planned(objects, { values: { ...values, unknown: null, nodeSelector: null } });
  expect(left).toEqual([]);
  expect(found).toEqual(usual.values);
});
