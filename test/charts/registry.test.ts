import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';

test('a chart is named once', () => {
  const names = registry.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test.each(registry.map((entry) => [entry.name, entry] as const))('%s is what the list says', (_name, entry) => {
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
