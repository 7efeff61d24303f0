// Values files that try to exhaust resources cause an error with a location, in little time and memory.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../cli/support/run';

jest.setTimeout(120_000);

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'limits-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function synth(...argv: string[]) {
  const bin = join(root, 'build', 'cli', 'bin.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--max-old-space-size=900', bin, 'synth', ...argv, '--stdout'],
    { cwd, encoding: 'utf8', timeout: 100_000, maxBuffer: 2 ** 28 },
  );
  return { status, lines: stderr.trimEnd().split('\n') };
}

/** Ten nested lists, each ten times the one before. */
const bomb = () =>
  Array.from({ length: 10 }, (_, at) => `a${at}: &a${at} [${Array(10).fill(at === 0 ? 'x' : `*a${at - 1}`)}]\n`).join(
    '',
  );

test.each<[string, () => string, string]>([
  ['open lists', () => '['.repeat(9e6), 'v.yaml:1:101: nested deeper than 100 levels'],
  ['open maps', () => '{a: '.repeat(2e6), 'v.yaml:1:401: nested deeper than 100 levels'],
  ['lists in a line', () => '- '.repeat(1.1e6), 'v.yaml:1:2000000: more than 2,000,000 YAML tokens'],
  ['lists by indent', () => '- '.repeat(1e4), 'v.yaml:1:203: nested deeper than 100 levels'],
  ['anchors', () => `a: ${'&b '.repeat(1.1e6)}`, 'v.yaml:1:2999997: more than 2,000,000 YAML tokens'],
  ['aliases', bomb, 'v.yaml:4:38 a3[7]: aliases expand to more than 10000 values'],
  [
    'a long text',
    () => `a: ${'word '.repeat(1.8e6)}\n`,
    'v.yaml:1:4 a: longer than 1 MiB, more than Kubernetes stores in an object',
  ],
  ['a file of 17 MiB', () => '#\n'.repeat(8.5 * 2 ** 20), 'v.yaml: larger than 16 MiB'],
  ['bytes', () => randomBytes(2 ** 20).toString('latin1'), 'v.yaml: is not UTF-8 text'],
])('%s', (_what, text, expected) => {
  writeFileSync(join(cwd, 'v.yaml'), text());
  expect(synth('dozlab-session', '-f', 'v.yaml')).toEqual({
    status: 1,
    lines: [expected, '1 problem; nothing was written'],
  });
});

test.each<[string, () => string, RegExp]>([
  [
    '128,000 keys beside a known one',
    () => `podLabels: {}\n${Array.from({ length: 128_000 }, (_, at) => `k${at}: 1\n`).join('')}`,
    /^v\.yaml:\d+:1 k\d+: unknown key/,
  ],
  ['128,000 times a key', () => 'k: 1\n'.repeat(128_000), /^v\.yaml:\d+:1 k: duplicate key$/],
  ['200,000 broken lines', () => 'a: ]\n'.repeat(200_000), /^v\.yaml:\d+:\d: invalid YAML: Unexpected/],
])('%s: at most ten problems are printed', (_what, text, expected) => {
  writeFileSync(join(cwd, 'v.yaml'), text());
  const { status, lines } = synth('dozlab-session', '-f', 'v.yaml');
  expect(status).toBe(1);
  const own = lines.filter((line) => line.startsWith('v.yaml'));
  expect(own).toHaveLength(11);
  for (const line of own.slice(0, 10)) expect(line).toMatch(expected);
  expect(own[10]).toMatch(/^v\.yaml: \d+ more problems$/);
});

describe('a file that is not a values file', () => {
  const SHADOW = Array.from({ length: 40 }, (_, at) => `user${at}:$6$salt$hash${at}:19000:0:99999:7:::\n`).join('');
  beforeEach(() => writeFileSync(join(cwd, 'shadow.yaml'), SHADOW));

  test.each<[string, string, readonly string[]]>([
    ['values', '', ['dozlab-session', '-f', 'shadow.yaml']],
    ['values of a release', 'releases: [{ name: a, chart: dozlab-session, values: [shadow.yaml] }]', []],
    ['a table', 'releases: [{ name: "{{ row.id }}", forEach: shadow.csv, chart: dozlab-session }]', []],
    ['a releases file', '', ['-c', 'shadow.yaml']],
    ['a certificate', '', ['dozlab-session', '--secrets', 'sealed-secrets', '--certificate', 'shadow.yaml']],
  ])('as %s: none of it is printed', (_what, releases, argv) => {
    symlinkSync('shadow.yaml', join(cwd, 'shadow.csv'));
    writeFileSync(join(cwd, 'releases.yaml'), releases);
    const { status, lines } = synth(...argv);
    expect(status).toBe(1);
    expect(lines.join('\n')).not.toMatch(/user\d|\$6\$|hash/);
    expect(lines.filter((line) => line.includes('shadow.yaml:')).length).toBeLessThanOrEqual(12);
  });
});
