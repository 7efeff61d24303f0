// The example repository with its own chart, with the packed package.

import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../cli/support/run';
import { packedProject } from './project';

let project: string;
beforeAll(() => {
  ({ project } = packedProject());
  cpSync(join(root, 'examples', 'own-charts'), project, { recursive: true });
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(...argv: string[]) {
  const bin = join(project, 'node_modules', 'sandbox-charts', 'build', 'cli', 'launch.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], { cwd: project, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const FILE = './charts/greeter.js';

test('without --allow-code, nothing runs and nothing is written', () => {
  expect(run('synth')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'releases.yaml:3:5 releases[0].chart: ./charts/greeter.js is code, which runs with your permissions (if you trust it, use --allow-code)\n1 problem; nothing was written\n',
  });
  expect(run('values', FILE)).toMatchObject({ status: 1, stderr: expect.stringContaining('use --allow-code') });
});

test('a releases file is rendered, verified, compared and explained', () => {
  expect(run('synth', '--allow-code')).toMatchObject({ status: 0, stderr: expect.not.stringContaining('error') });
  const objects = parseAllDocuments(readFileSync(join(project, 'dist', 'greeter.k8s.yaml'), 'utf8')).map(
    (one) => one.toJS() as Record<string, never>,
  );
  expect(objects).toMatchObject([
    { kind: 'Service', metadata: { name: 'greeter', namespace: 'visitors' } },
    {
      kind: 'Deployment',
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'sandbox-charts', 'app.kubernetes.io/version': '1.2.0' } },
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: 5,
            containers: [
              {
                image: 'mirror.example.com/greeter/server:1.2.0',
                env: [{ value: 'Good morning' }, { valueFrom: { secretKeyRef: { name: 'greeter-token' } } }],
              },
            ],
          },
        },
      },
    },
  ]);
  expect(run('verify', '--allow-code')).toMatchObject({ status: 0 });
  expect(run('diff', '--allow-code')).toMatchObject({ status: 0 });
  expect(
    run('explain', 'greeter', 'Deployment/greeter', 'spec.template.spec.containers[0].image', '--allow-code').stdout,
  ).toContain('global.imageRegistry = "mirror.example.com"  (values/greeter.yaml:3:10)');
  expect(run('requirements', '--only', 'greeter', '--allow-code').stdout).toContain('greeter-token');
  expect(run('verify')).toMatchObject({ status: 2, stderr: expect.stringContaining('--allow-code') });
});

test('the chart is rendered on the command line, with rules, checks, Secret modes and targets', () => {
  const synth = (...argv: string[]) => run('synth', FILE, '-n', 'visitors', '--stdout', '--allow-code', ...argv);
  expect(synth().stderr).toContain('token: is required, or set existingSecret');
  expect(synth('--set', 'greting=Hi').stderr).toContain('--set greting: unknown key (did you mean greeting?)');
  const token = 'correct-horse-battery';
  expect(synth('--set', `token=${token},commonAnnotations.note=${token}`).stderr).toContain(
    'a credential belongs in a Secret only',
  );
  expect(synth('--set', `token=${token}`, '--secrets', 'existing').stdout).not.toContain('kind: Secret');
  expect(synth('--set', `token=${token}`, '--target', 'argocd').stdout).toContain('kind: Secret');
  expect(run('secrets', FILE, '--allow-code').stdout).toMatch(/token: \S{20}/);
  expect(run('values', FILE, '--allow-code').stdout).toContain('greeting: Hello');
  expect(JSON.parse(run('schema', FILE, '--allow-code').stdout)).toMatchObject({ title: 'Values of greeter 1.2.0' });
});

describe('npx cdk8s synth', () => {
  const cdk8s = (flags: string) => {
    const app = `node node_modules/sandbox-charts/build/cdk8s-app.js${flags}`;
    writeFileSync(join(project, 'cdk8s.yaml'), `language: typescript\napp: ${app}\n`);
    const cli = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
    const argv = [cli, 'synth', '-o', 'out-cdk8s'];
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: project, env, encoding: 'utf8' });
    return { status, stderr };
  };

  test('renders a chart of your own if cdk8s.yaml allows it', () => {
    run('synth', '--allow-code');
    expect(cdk8s(' --allow-code')).toMatchObject({ status: 0 });
    const text = (folder: string) => readFileSync(join(project, folder, 'greeter.k8s.yaml'), 'utf8');
    expect(text('out-cdk8s')).toBe(text('dist'));
  });

  test.each([
    ['', 'if you trust it, add --allow-code to app in cdk8s.yaml'],
    [' --alow-code', 'unknown argument: --alow-code (in cdk8s.yaml, the app takes only --allow-code)'],
  ])('otherwise, it runs no code and says how to allow it (%s)', (flags, message) => {
    const { status, stderr } = cdk8s(flags);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
  });
});

test('a folder that was written for a chart on the command line says why it cannot be verified', () => {
  run('synth', FILE, '--allow-code', '--set', 'existingSecret=a', '-o', 'out');
  expect(run('verify', 'out')).toMatchObject({ status: 1, stdout: expect.stringContaining('its chart is code') });
});

test.each([
  ['missing.js', undefined, 'missing.js: there is no such file'],
  ['empty.js', '', 'empty.js: exports no chart (expected exports.system = defineSystem({…}))'],
  ['broken.js', 'exports.system = ', 'broken.js: cannot be loaded: Unexpected end of input'],
  ['throws.js', 'throw new Error("no")', 'throws.js: cannot be loaded: no'],
  [
    'wrong.js',
    "require('sandbox-charts/toolkit').defineSystem({ name: 'A', values: { global: {} } })",
    'wrong.js: is not a valid chart: name: must be at most 63 lowercase letters',
  ],
])('%s', (file, content, message) => {
  if (content !== undefined) writeFileSync(join(project, file), content);
  const { status, stderr } = run('values', `./${file}`, '--allow-code');
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(message) });
});

test('its own tests pass', () => {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const { status, stdout } = spawnSync('npm', ['test'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, PATH, NODE_OPTIONS: '--test-reporter=tap' },
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('# pass 1') });
});
