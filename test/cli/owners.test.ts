// Releases of one folder that render the same object are told of: applied, they overwrite each other.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Owners } from '../../lib/cli/owners';
import { product } from './support/product';
import { run } from './support/run';

const object = (name: string, namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

test('one sentence for the same releases, whatever their order, also over threads', () => {
  const [one, other] = [new Owners(), new Owners()];
  other.add('c', [object('y', 'n'), object('x', 'n'), object('alone')]);
  other.add('b', [object('x', 'n'), object('z')]);
  one.add('a', [object('z')]);
  one.addAll(other.entries);
  const told = ['a and b render the same Secret z', 'b and c render the same Secret n/x'];
  expect(one.warnings()).toEqual(told.map((text) => `${text}: applied, one overwrites the other`));
});

test('many are counted', () => {
  const owners = new Owners();
  for (let at = 10; at < 30; at++) owners.add(`r${at}`, [object('x'), object('y')]);
  expect(owners.warnings()).toEqual([
    'r10 and 19 more render the same Secret x and 1 more: applied, one overwrites the other',
  ]);
  for (let at = 10; at < 30; at++) owners.add(`s${at}`, [object(`only-${at}`)]);
  for (let at = 10; at < 30; at++) owners.add(`t${at}`, [object(`only-${at}`)]);
  expect(owners.warnings()).toHaveLength(11);
  expect(owners.warnings().at(-1)).toBe('11 more releases share objects with others');
});

test('synth warns of one folder, and not of two', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'owners-'));
  const release = (name: string, output: string) =>
    `- {name: ${name}, chart: buoy, output: ${output}, set: {colour: red, fullnameOverride: same}}\n`;
  try {
    writeFileSync(
      join(cwd, 'releases.yaml'),
      `releases:\n${release('a', 'one')}${release('b', 'one')}${release('c', 'two')}`,
    );
    const { code, err } = await run(product, ['synth'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain(
      'warning: a and b render the same ConfigMap sea/same and 1 more: applied, one overwrites the other\n',
    );
    expect(err).not.toContain('c render');
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
