// Candidates that the program gives while a line is typed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../../charts/registry';
import { root, run } from '../support/run';

const product = { version: '0.0.0', registry };
let cwd: string;
const lab = {
  session: { id: '{{ row.id }}', userId: 'ada' },
  rootfs: { imageUrl: 'https://a.example/x.ext4' },
  global: { imageRegistry: 'r.example' },
  codeServer: { existingSecret: 'own' },
};
const file = (name: string, forEach: string) =>
  JSON.stringify({ releases: [{ name, chart: 'dozlab-session', forEach, set: lab }] });

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'words-'));
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  write('labs.csv', 'id\na1\na2\n');
  write('releases.yaml', file('lab-{{ row.id }}', 'labs.csv'));
  write('other.yaml', file('other-{{ row.id }}', 'labs.csv'));
  write('broken.yaml', 'releases: [');
  const patch = { extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '$(touch harmed)' } }] };
  write('patch.yaml', JSON.stringify(patch));
  mkdirSync(join(cwd, 'bin'));
  const program = `exec "${process.execPath}" "${join(root, 'build', 'cli', 'launch.js')}" "$@"`;
  writeFileSync(join(cwd, 'bin', 'sandbox-charts'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function words(line: string): Promise<string[]> {
  const { code, out, err } = await run(product, ['completion', 'bash', '--', ...line.split(' ')], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n').filter(Boolean);
}

test.each(['--set ', '--set-string ', '--set-json ', '--set-file ', '--set-literal ', '--set=', '--set = '])(
  'paths of the chart for %s',
  async (flag) => {
    const found = await words(`synth dozlab-session --name x -f a.yaml ${flag}se`);
    expect(found).toEqual(expect.arrayContaining(['session.id=', 'firecracker.vm.memory=', 'terminal.tag=']));
    expect(found).not.toContain('session=');
  },
);

test.each([
  ['synth --only ', ['lab-a1', 'lab-a2']],
  ['--debug diff --only lab-a1 --only ', ['lab-a1', 'lab-a2']],
  ['synth -c other.yaml --only ', ['other-a1', 'other-a2']],
  ['synth --config=other.yaml --only=', ['other-a1', 'other-a2']],
  ['explain ', [...registry.map(({ name }) => name), 'lab-a1', 'lab-a2']],
])('names for %s', async (line, expected) => {
  expect(await words(line)).toEqual(expected);
});

test('objects of a release, or of a chart with its flags', async () => {
  const objects = (id: string) => ['NetworkPolicy', 'Pod'].map((kind) => `${kind}/lab-session-${id}`);
  expect(await words('explain -c other.yaml other-a1 ')).toEqual(expect.arrayContaining(objects('a1')));
  const flags = Object.entries({ 'session.id': 7, 'session.userId': 'a', 'rootfs.imageUrl': 'https://a.example/x' })
    .map(([path, value]) => `--set ${path}=${value}`)
    .join(' ');
  const more = '--set codeServer.existingSecret=own --set global.imageRegistry=r.example';
  expect(await words(`explain dozlab-session ${flags} ${more} `)).toEqual(expect.arrayContaining(objects('7')));
});

test.each([
  'synth -c broken.yaml --only ',
  'synth -c missing.yaml --only ',
  'synth --set ',
  'synth dozlab-session --name ',
  'explain lab-a1 Pod/lab-session-a1 ',
  'explain lab-a9 ',
  'explain dozlab-session -f - ',
  'nothing ',
  '',
])('no candidates, and no error, for "%s"', async (line) => {
  expect(await words(line)).toEqual([]);
});

const BASH = [
  'source <(sandbox-charts completion bash); COMP_WORDS=(sandbox-charts "$@"); COMP_CWORD=$#',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
  '_sandbox_charts; printf "%s\\n" "${COMPREPLY[@]}"',
].join('\n');

test.each([
  ['synth --only lab-a', ['lab-a1', 'lab-a2']],
  ['synth dozlab-session --set session.u', ['session.userId=']],
  ['explain lab-a1 Pod', ['Pod/lab-session-a1']],
  ['explain lab-a1 --patch patch.yaml ConfigMap', []],
])(
  'bash completes "%s"',
  (line, expected) => {
    const env = { ...process.env, PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
    const argv = ['--norc', '-c', BASH, 'bash', ...line.split(' ')];
    const { stdout, stderr, status } = spawnSync('bash', argv, { cwd, env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').filter(Boolean)).toEqual(expected);
    expect(existsSync(join(cwd, 'harmed'))).toBe(false);
  },
  30_000,
);

test('runs no code, even if the line allows it', async () => {
  writeFileSync(join(cwd, 'code.js'), `require('node:fs').writeFileSync(${JSON.stringify(join(cwd, 'harmed'))}, '')`);
  writeFileSync(join(cwd, 'code.yaml'), JSON.stringify({ releases: [{ name: 'a', chart: './code.js' }] }));
  expect(await words('synth --allow-code -c code.yaml --only ')).toEqual([]);
  expect(existsSync(join(cwd, 'harmed'))).toBe(false);
});
