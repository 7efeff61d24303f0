// Library users read its doc comments, in their editor and in docs/reference/library.md.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

test('every export of each entry point, and each of its members, has a doc comment', () => {
  const script = `
    import { readLibrary, undocumented } from './scripts/reference/library.mjs';
    const exported = readLibrary('.').map(({ name, exports }) => [name, exports.length]);
    console.log(JSON.stringify({ exported, undocumented: undocumented('.') }));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' });
  const { exported, undocumented } = JSON.parse(out) as { exported: [string, number][]; undocumented: string[] };
  expect(exported.map(([name]) => name)).toEqual([
    'sandbox-charts',
    'sandbox-charts/daytona',
    'sandbox-charts/daytona-region',
    'sandbox-charts/dozlab-session',
    'sandbox-charts/peerpods',
    'sandbox-charts/runner-manager',
    'sandbox-charts/plus',
    'sandbox-charts/testing',
    'sandbox-charts/toolkit',
  ]);
  expect(exported.filter(([, count]) => count < 3)).toEqual([]);
  expect(undocumented).toEqual([]);
});
