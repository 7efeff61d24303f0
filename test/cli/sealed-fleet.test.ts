// Many releases with sealed Secrets: each file of an earlier run is read once.

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { product } from './support/product';
import { type Run, root, run } from './support/run';

jest.mock('yaml', () => {
  const actual = jest.requireActual<typeof yaml>('yaml');
  return { ...actual, parseAllDocuments: jest.fn(actual.parseAllDocuments) };
});

const COUNT = 30;
const parsed = jest.mocked(yaml.parseAllDocuments);

let cwd: string;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'sealed-'));
  copyFileSync(join(root, 'test/e2e/secrets/sealed-secrets/input/sealing.crt'), join(cwd, 'sealing.crt'));
  writeFileSync(
    join(cwd, 'releases.yaml'),
    `defaults:
  chart: buoy
  secrets: {mode: sealed-secrets, certificate: sealing.crt}
  set: {color: red, fingerprintKey: Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x}
releases:
  - {name: "{{ row.name }}", namespace: "{{ row.name }}", forEach: buoys.csv, set: {code: "{{ row.code }}"}}
`,
  );
  writeFileSync(
    join(cwd, 'buoys.csv'),
    `name,code\n${Array.from({ length: COUNT }, (_, id) => `buoy-${id},code-${id}\n`).join('')}`,
  );
  expect(await call('synth')).toMatchObject({ code: 0, out: '' });
  parsed.mockClear();
});
afterEach(() => rmSync(cwd, { recursive: true }));

const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });

/** How often a file is parsed to find earlier Secrets, which takes longer than anything else in such a run. */
test.each([
  ['synth', 1],
  ['verify', 1],
  // It also parses the objects to compare.
  ['diff', 2],
])('%s of unchanged releases changes nothing, and parses each file at most %d times', async (command, times) => {
  expect(await call(command)).toMatchObject({ code: 0 });
  expect(parsed.mock.calls.length).toBeGreaterThanOrEqual(COUNT);
  expect(parsed.mock.calls.length).toBeLessThanOrEqual(times * COUNT);
});

test('a changed code is sealed again, and only that one', async () => {
  writeFileSync(join(cwd, 'buoys.csv'), readFileSync(join(cwd, 'buoys.csv'), 'utf8').replace('code-7\n', 'other\n'));
  const { code, err } = await call('synth');
  expect(code).toBe(0);
  expect(err).toContain(`1 file written, ${COUNT - 1} unchanged`);
});
