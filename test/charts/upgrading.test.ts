// docs/upgrading.md explains every version.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'upgrading.md'), 'utf8');

/** The text below each heading, up to the next heading. */
const notes = new Map(
  page
    .split(/^#{2,3} /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()] as const),
);

const sets = registry.flatMap(({ name, versions = [] }) =>
  versions.map((set) => [`${name} ${set.name}`, set] as const),
);

test.each(sets)('docs/upgrading.md explains %s', (heading, { unverified }) => {
  const text = notes.get(heading) ?? '';
  expect(text.length).toBeGreaterThan(40);
  expect(text.startsWith('Unverified.')).toBe(unverified !== undefined);
});

test('it has no notes on versions that no chart offers', () => {
  const charts = registry.map(({ name }) => name);
  const documented = [...notes.keys()].filter((heading) => charts.some((chart) => heading.startsWith(`${chart} `)));
  expect(documented.sort()).toEqual(sets.map(([heading]) => heading).sort());
});
