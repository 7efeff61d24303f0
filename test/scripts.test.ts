// Every shell script that a pod runs passes shellcheck and stops on the first error.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..');
const scripts = ['lib', 'charts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sh'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);
const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;

test('there are scripts', () => {
  expect(scripts.length).toBeGreaterThan(0);
});

test('shellcheck is installed where required', () => {
  expect(isInstalled || process.env.CI !== 'true').toBe(true);
});

describe.each(scripts)('%s', (script) => {
  // The parts of the node installer are one script in the pod, which node.sh starts.
  test('stops on the first error and on an unset variable', () => {
    expect(readFileSync(join(ROOT, script), 'utf8')).toMatch(/^set -eu|^# .*after\s(# )?node\.sh/m);
  });

  (isInstalled ? test : test.skip)('passes shellcheck', () => {
    const { stdout } = spawnSync('shellcheck', ['--shell=sh', join(ROOT, script)], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });
});
