// `lint`, `version` and `list --format json`, as users of Helm and kubectl expect them.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

const product = { version: '1.2.3', registry };
const example = join(root, 'charts/dozlab-session/example.values.yaml');
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lint-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

test('valid values: nothing is written, and warnings are counted', async () => {
  const { code, out, err } = await run(product, ['lint', 'dozlab-session', '-n', 'labs', '-f', example], { cwd });
  expect({ code, out }).toEqual({ code: 0, out: '1 release checked, 2 warnings\n' });
  expect(err).toMatch(/^validated for Kubernetes 1\.34\nwarning: /);
  expect(readdirSync(cwd)).toEqual([]);
});

test('--strict fails on warnings', async () => {
  const { code } = await run(product, ['lint', 'dozlab-session', '-n', 'labs', '-f', example, '--strict'], { cwd });
  expect(code).toBe(1);
});

test('invalid values fail with the messages of synth', async () => {
  const { code, err } = await run(product, ['lint', 'dozlab-session', '-f', example, '--set', 'session.id=A'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('--set session.id: invalid value "A"');
});

test('the releases of a file', async () => {
  writeFileSync(join(cwd, 'lab.yaml'), 'session: {id: a, userId: b}\nrootfs: {imageUrl: https://a.example/x.ext4}\n');
  const set =
    '{codeServer: {existingSecret: x}, initContainers: {rootfs: {tag: "1"}}, terminal: {tag: "1"}, firecracker: {tag: "1"}}';
  const releases = `releases: [{name: a, chart: dozlab-session, namespace: labs, values: [lab.yaml], set: ${set}}]\n`;
  writeFileSync(join(cwd, 'releases.yaml'), releases);
  expect(await run(product, ['lint'], { cwd })).toMatchObject({ code: 0, out: '1 release checked, 2 warnings\n' });
});

test('version prints only the version', async () => {
  expect(await run(product, ['version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test('list --format json has every chart with its versions', async () => {
  const { out } = await run(product, ['list', '--format', 'json']);
  const charts = JSON.parse(out) as { name: string; versions: { name: string; unverified?: true }[] }[];
  expect(charts.map(({ name }) => name).sort()).toEqual(registry.map(({ name }) => name).sort());
  for (const { versions } of charts) expect(versions[0]?.unverified).toBeUndefined();
});
