// Malicious releases files cause an error with a location, never a crash, and access nothing outside the folder.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { product } from '../cli/support/product';
import { run } from '../cli/support/run';

let base: string;
let cwd: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hostile-'));
  cwd = join(base, 'repository');
  mkdirSync(cwd);
  writeFileSync(join(base, 'canary.yaml'), 'color: red\n');
  writeFileSync(join(cwd, 'values.yaml'), 'color: red\n');
  writeFileSync(join(cwd, 'rows.csv'), 'id,__proto__\na,b\nc,d\n');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const NAMES = ['name', 'chart', 'namespace', 'values', 'set', 'output', 'secrets', 'target', 'delivery', 'forEach'];
const ODD = [
  ...Object.getOwnPropertyNames(Object.prototype),
  '<<',
  '',
  ' ',
  '\n',
  '{{ row.id }}',
  '$(id)',
  '\u0000',
  '💥',
];

const word = fc.oneof(
  fc.constantFrom(
    ...[
      'buoy',
      'values.yaml',
      'rows.csv',
      '../canary.yaml',
      '/etc/passwd',
      '/dev/zero',
      '.',
      '..',
      'dist',
      '-',
      'a/../../b',
    ],
    ...[
      'kubectl',
      'argocd',
      'flux',
      '{{ row.id }}',
      '{{ row.__proto__ }}',
      '{{ row.x }} y',
      '*x',
      '&x',
      '!!x y',
      'color',
    ],
    ...['existing', 'sealed-secrets', 'external-secrets'],
    ...ODD,
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  fc.constantFrom(...ODD),
  fc.string({ maxLength: 8 }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
/** A release with some valid keys. */
const release = fc
  .tuple(
    fc.constantFrom({}, { name: 'a', chart: 'buoy' }, { name: 'a', chart: 'buoy', set: { color: 'red' } }),
    fc.array(fc.tuple(key, tree), { maxLength: 3 }),
  )
  .map(([right, wrong]) => ({ ...right, ...Object.fromEntries(wrong) }));
const text = fc.oneof(
  fc
    .record({ releases: fc.oneof(fc.array(release, { maxLength: 3 }), tree), defaults: tree }, { requiredKeys: [] })
    .map((file) => stringify(file)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  // A file that is valid except for one place.
  fc
    .tuple(
      fc.constant('releases:\n  - name: a\n    chart: buoy\n    set: { color: red }\n'),
      fc.nat(50),
      fc.string({ maxLength: 5 }),
    )
    .map(([file, at, more]) => file.slice(0, at) + more + file.slice(at)),
);

/** `releases.yaml:LINE:COL ...`; `RELEASE: ...` for missing values; `error: ...` for the run as a whole. */
const LOCATED =
  /^(error: .|releases\.yaml(:\d+:\d+)?[: ].|a: .|[^:\n]*: \S*(values\.yaml|rows\.csv|canary\.yaml|passwd|zero)\b)/;
const CRASH = /TypeError|RangeError|ReferenceError|is not a function|Cannot (read|convert|set)|undefined \(|\n {4}at /;

test('any releases file', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (file) => {
      writeFileSync(join(cwd, 'releases.yaml'), file);
      const { code, out, err } = await run(product, ['synth', '-o', 'dist/x'], { cwd });
      expect([0, 1, 2]).toContain(code);
      expect(out).toBe('');
      expect(err).not.toMatch(CRASH);
      if (code !== 0) expect(err).not.toBe('');
      if (code === 1) expect(err).toMatch(LOCATED);
      expect(readdirSync(base).sort()).toEqual(['canary.yaml', 'repository']);
    }),
    { numRuns: 300 },
  );
});
