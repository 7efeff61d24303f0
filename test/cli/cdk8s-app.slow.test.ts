// `cdk8s synth` with the compiled app, in a folder of its own.

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { type Run, root } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdk8s-'));
  useApp('cdk8s-app.js');
});

/** `path` is below build/, as in a user's cdk8s.yaml. */
const useApp = (path: string) =>
  writeFileSync(join(cwd, 'cdk8s.yaml'), `language: typescript\napp: node ${join(root, 'build', path)}\n`);

afterEach(() => rmSync(cwd, { recursive: true }));

/** Programs in the test's folder `bin` come first on the PATH. */
function cdk8sSynth(...argv: string[]): Run {
  const cli = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const { HOME = '' } = process.env;
  const PATH = `${join(cwd, 'bin')}:${process.env.PATH}`;
  // Otherwise it asks the registry for a newer cdk8s-cli.
  const env = { PATH, HOME, CDK8S_CHECK_UPGRADE: 'false' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'synth', ...argv], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

const manifests = (folder: string) =>
  readdirSync(join(cwd, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort();

test("renders this repository's releases, every chart with its example, as committed in dist", () => {
  cpSync(join(root, 'releases.yaml'), join(cwd, 'releases.yaml'));
  for (const { name } of registry) {
    const file = join('charts', name, 'example.values.yaml');
    mkdirSync(join(cwd, 'charts', name), { recursive: true });
    cpSync(join(root, file), join(cwd, file));
  }
  const { code, out } = cdk8sSynth();
  const expected = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.yaml'));
  expect(code).toBe(0);
  expect(expected).toEqual(expect.arrayContaining(registry.map(({ name }) => `${name}.k8s.yaml`)));
  expect(manifests('dist')).toEqual(expected.sort());
  for (const file of expected) {
    expect(out).toContain(`  - dist/${file}\n`);
    expect(readFileSync(join(cwd, 'dist', file), 'utf8')).toBe(readFileSync(join(root, 'dist', file), 'utf8'));
  }
});

test.each([
  [undefined, 'there is no releases.yaml in this folder'],
  ['release.yaml', 'there is no releases.yaml in this folder; rename release.yaml?'],
  ['releases.yml', 'there is no releases.yaml in this folder; rename releases.yml?'],
])('without a releases.yaml, it renders nothing (with %s present)', (near, message) => {
  if (near !== undefined) writeFileSync(join(cwd, near), 'releases: []\n');
  const { code, err } = cdk8sSynth();
  expect(code).not.toBe(0);
  expect(err).toContain(`cdk8s synth renders the releases listed in releases.yaml (${message})`);
  expect(existsSync(join(cwd, 'dist')) ? manifests('dist') : []).toEqual([]);
});

describe('with a releases.yaml in the folder', () => {
  test('the path of the app in 0.1.0 works, with a message about the new path', () => {
    useApp(join('lib', 'cli', 'launch-cdk8s-app.js'));
    writeFileSync(join(cwd, 'releases.yaml'), releases('one'));
    const { code, err } = cdk8sSynth();
    expect(code).toBe(0);
    expect(err).toContain('use node_modules/sandbox-charts/build/cdk8s-app.js');
    expect(manifests('dist')).toContain('lab-1.k8s.yaml');
  });

  const example = join(root, 'charts', 'dozlab-session', 'example.values.yaml');
  const releases = (id: string, values = 'lab.yaml') =>
    `releases: [{name: lab-1, chart: dozlab-session, values: [${values}], set: {session: {id: ${id}}}}]`;
  beforeEach(() => copyFileSync(example, join(cwd, 'lab.yaml')));

  test('refuses files outside its folder, with a hint', () => {
    writeFileSync(join(cwd, 'releases.yaml'), releases('one', example));
    const { code, err } = cdk8sSynth();
    expect(code).toBe(1);
    expect(err).toContain(
      'releases.yaml:1:58 releases[0].values[0]: is outside the folder of this file or in .git (if you trust it, use sandbox-charts with --allow-outside)\n',
    );
  });

  test('pins the images of a release with an image lock', () => {
    const pinned = releases('one').replace('values:', 'imageLock: images.lock, values:');
    writeFileSync(join(cwd, 'releases.yaml'), pinned);
    writeFileSync(join(cwd, 'images.lock'), '');
    const { code, err } = cdk8sSynth();
    const missing = [...err.matchAll(/images\.lock: (\S+) is missing/g)].map(([, image = '']) => image);
    expect([code, missing.length > 0]).toEqual([1, true]);
    const digest = `sha256:${'0'.repeat(64)}`;
    writeFileSync(join(cwd, 'images.lock'), missing.map((image) => `${image} ${digest}\n`).join(''));
    expect(cdk8sSynth().code).toBe(0);
    const text = readFileSync(join(cwd, 'dist', 'lab-1.k8s.yaml'), 'utf8');
    expect(missing.filter((image) => !text.includes(`${image}@${digest}`))).toEqual([]);
  });

  test('renders its releases to the folder that cdk8s sets', () => {
    writeFileSync(join(cwd, 'releases.yaml'), releases('one'));
    expect(cdk8sSynth('--output', 'manifests').code).toBe(0);
    expect(manifests('manifests')).toEqual(['lab-1.k8s.yaml', 'lab-1.requirements.yaml']);
  });

  test.each([[], ['--stdout']])('refuses two releases with the same object %s', (...argv) => {
    const lab = (name: string) =>
      `{name: ${name}, chart: dozlab-session, namespace: labs, values: [lab.yaml], set: {createNamespace: ${name === 'a'}}}`;
    writeFileSync(join(cwd, 'releases.yaml'), `releases: [${lab('a')}, ${lab('b')}]`);
    const { code, out, err } = cdk8sSynth(...argv);
    expect(code).not.toBe(0);
    expect(out).not.toContain('kind: Pod');
    expect(err).toContain('a and b both contain NetworkPolicy labs/lab-session-demo and 2 more');
  });

  test('prints a single stream with --stdout', () => {
    writeFileSync(join(cwd, 'releases.yaml'), releases('one'));
    const { code, out } = cdk8sSynth('--stdout');
    expect(code).toBe(0);
    expect(out).toMatch(/^apiVersion: .*^ {2}name: lab-session-one$/ms);
  });

  test('says that cdk8s has deleted the output, if a release fails', () => {
    const deletes =
      'cdk8s deletes dist before it renders; sandbox-charts synth keeps the old files if a release fails\n';
    writeFileSync(join(cwd, 'releases.yaml'), releases('one'));
    expect(cdk8sSynth().err).not.toContain(deletes);
    expect(manifests('dist')).toContain('lab-1.k8s.yaml');
    writeFileSync(join(cwd, 'releases.yaml'), releases('One_1'));
    expect(cdk8sSynth('--stdout').err).not.toContain('cdk8s deletes');
    const { code, err } = cdk8sSynth();
    expect(code).toBe(1);
    expect(err).toContain(deletes);
    expect(existsSync(join(cwd, 'dist'))).toBe(false);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      '**`cdk8s synth` deletes `dist` before it renders.**',
    );
  });

  test('fails with the problems in its values', () => {
    writeFileSync(join(cwd, 'releases.yaml'), releases('One_1'));
    const { code, err } = cdk8sSynth();
    expect(code).toBe(1);
    expect(err).toContain('lab-1: releases.yaml:1:');
    expect(err).toContain(' session.id: invalid value "One_1"');
    expect(err).toContain('1 problem; nothing was written\n');
  });
});

test('Secrets with mode sops are encrypted by SOPS, or nothing is written', () => {
  const release = `
  - name: lab-7
    chart: dozlab-session
    secrets: { mode: sops }
    set:
      session: { id: "7", userId: ada }
      rootfs: { imageUrl: https://images.example.com/lab.ext4 }
      codeServer: { password: Zx81-not-published }
`;
  writeFileSync(join(cwd, 'releases.yaml'), `releases:${release}`);
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const answer = (script: string) => writeFileSync(join(bin, 'sops'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  answer('echo "no key" >&2; exit 128');
  const refused = cdk8sSynth();
  expect(refused.code).toBe(1);
  expect(refused.out + refused.err).toContain('sops failed: no key');
  expect(existsSync(join(cwd, 'dist'))).toBe(false);

  answer('sed "s/: Zx81.*/: ENC[by-sops]/"; printf "sops:\\n  mac_only_encrypted: true\\n"');
  expect(cdk8sSynth()).toMatchObject({ code: 0 });
  const text = readFileSync(join(cwd, 'dist', 'lab-7.k8s.yaml'), 'utf8');
  expect(text).toContain('mac_only_encrypted: true');
  expect(text).not.toMatch(/ENC\[[0-9a-f]{64}\]/);
});
