// The schema of releases files for editors: every key of the file, with its default.

import { releasesSchema } from '../../lib/releases/releases-schema';
import { jsonSchema } from '../../lib/values/schema/json-schema';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly items: Schema;
  readonly default?: unknown;
  readonly required?: readonly string[];
}

const { properties } = jsonSchema(releasesSchema([{ name: 'buoy' }]), { title: 'Releases file' }) as unknown as Schema;
const release = properties.releases?.items as Schema;
const defaults = properties.defaults as Schema;

const SHARED = [
  ...[
    'appVersion',
    'chart',
    'cluster',
    'delivery',
    'extraObjects',
    'imageLock',
    'kubeVersion',
    'namespace',
    'output',
    'patches',
    'secrets',
  ],
  ...['set', 'target', 'values'],
];

test('a file has releases and defaults', () => {
  expect(
    Object.keys(properties)
      .filter((key) => !key.startsWith('x-'))
      .sort(),
  ).toEqual(['defaults', 'releases']);
});

test('a release has a name and a table in addition to what the defaults can have', () => {
  expect(Object.keys(defaults.properties).sort()).toEqual(SHARED);
  expect(Object.keys(release.properties).sort()).toEqual([...SHARED, 'forEach', 'name'].sort());
  expect(release.required).toEqual(['name']);
});

test('values and files are empty by default, and everything else is absent', () => {
  for (const { properties: own } of [release, defaults]) {
    expect(own.set?.default).toEqual({});
    expect(own.values?.default).toEqual([]);
    const others = Object.entries(own).filter(([key]) => !['set', 'values'].includes(key));
    expect(others.filter(([, { default: usual }]) => usual !== undefined).map(([key]) => key)).toEqual([]);
  }
});
