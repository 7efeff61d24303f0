// Every shell script that a pod runs passes shellcheck and stops on the first error.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { INSTALLER_SCRIPTS } from '../charts/runner-manager/nodes/docker-installer';

const ROOT = join(__dirname, '..');
const scripts = ['lib', 'charts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sh'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);
/** The parts of the installer are one script in the pod, which node.sh starts. */
const parts = new Set<string>(INSTALLER_SCRIPTS.slice(1));
const isPart = (script: string) => parts.has(basename(script));

const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;

const OPTIONS = ['--shell=sh'];
/** Variables of an earlier or later part. */
const UNDEFINED = ['--exclude=SC2154,SC2034'];

test('there are scripts', () => {
  expect(scripts.length).toBeGreaterThan(0);
});

test('shellcheck is installed where required', () => {
  expect(isInstalled || process.env.CI !== 'true').toBe(true);
});

describe.each(scripts)('%s', (script) => {
  (isPart(script) ? test.skip : test)('stops on the first error and on an unset variable', () => {
    expect(readFileSync(join(ROOT, script), 'utf8')).toMatch(/^set -eu|^# .*after node\.sh/m);
  });

  (isInstalled ? test : test.skip)('passes shellcheck', () => {
    const { stdout } = spawnSync('shellcheck', [...OPTIONS, ...(isPart(script) ? UNDEFINED : []), join(ROOT, script)], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });
});
