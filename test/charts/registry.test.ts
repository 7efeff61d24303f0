import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import * as library from '../../index';

const { exports } = require('../../package.json') as { exports: Record<string, unknown> };

test('chart names are unique', () => {
  const names = registry.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(registry.map((entry) => [entry.name, entry] as const))('%s is as listed', (_name, entry) => {
  const { name, version, description } = entry.load();
  expect({ name, version, description }).toEqual({
    name: entry.name,
    version: entry.version,
    description: entry.description,
  });
});

test.each(registry.map(({ name }) => [name]))('%s has example values', (name) => {
  expect(existsSync(join(__dirname, '..', '..', 'charts', name, 'example.values.yaml'))).toBe(true);
});

test.each(registry.map(({ name }) => name))(
  '%s is exported as a construct, by the package and by a path of its own',
  (name) => {
    const construct = name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const own = require(`../../charts/${name}`) as Record<string, unknown>;
    const exported = Object.keys(own).find((key) => key.toLowerCase() === construct.toLowerCase()) ?? '';
    expect(own[exported]).toBeInstanceOf(Function);
    expect(library).toHaveProperty(exported, own[exported]);
    expect(exports).toHaveProperty([`./${name}`], {
      types: `./build/charts/${name}/index.d.ts`,
      default: `./build/charts/${name}/index.js`,
    });
  },
);
