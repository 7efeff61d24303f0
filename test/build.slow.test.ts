// Tests never run against an outdated build, no matter how jest is started.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** What `scripts/sources.mjs` in `root` reports for that folder. */
const call = (root: string, expression: string): string =>
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import * as sources from './scripts/sources.mjs'; console.log(${expression})`],
    { cwd: root, encoding: 'utf8' },
  ).trim();

const isFresh = (root: string): boolean => call(root, "sources.isFresh('.')") === 'true';

test('the build that these tests run is up to date', () => {
  expect(isFresh(ROOT)).toBe(true);
});

describe('a build is outdated', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sources-'));
    for (const folder of ['lib', 'charts', 'cli', 'imports', 'build']) mkdirSync(join(root, folder));
    const entries = ['index.ts', 'plus.ts', 'testing.ts', 'toolkit.ts', 'breaking-changes.yaml'];
    for (const file of [...entries, 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
      writeFileSync(join(root, file), '');
    }
    cpSync(join(ROOT, 'scripts'), join(root, 'scripts'), { recursive: true });
    mkdirSync(join(root, 'charts', 'one'));
    writeFileSync(join(root, 'charts', 'one', 'script.sh'), 'echo one\n');
    call(root, "sources.recordSources('.', sources.hashSources('.'))");
    expect(isFresh(root)).toBe(true);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test.each([
    ['without a record', () => rmSync(join(root, 'build', '.sources'))],
    ['when a script changes', () => writeFileSync(join(root, 'charts', 'one', 'script.sh'), 'echo two\n')],
    ['when a file appears', () => writeFileSync(join(root, 'lib', 'new.ts'), '')],
    ['when a file goes', () => rmSync(join(root, 'charts', 'one', 'script.sh'))],
    ['when a folder is renamed', () => renameSync(join(root, 'charts', 'one'), join(root, 'charts', 'two'))],
    ['when the way to build changes', () => writeFileSync(join(root, 'scripts', 'bundle', 'packs.mjs'), '')],
    ['when a dependency changes', () => writeFileSync(join(root, 'package-lock.json'), '{}')],
  ])('%s', (_name, change) => {
    change();
    expect(isFresh(root)).toBe(false);
  });
});
