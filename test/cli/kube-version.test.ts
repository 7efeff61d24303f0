// `--kube-version` and `kubeVersion:` in a releases file: what newer versions of Kubernetes have is refused for older ones.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { run } from './support/run';

const product = { version: '1.2.3', registry };

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'kube-version-'));
  write('values.yaml', 'apiToken: a-token-of-32-letters-and-digits\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const sandboxCharts = (...argv: string[]) => run(product, argv, { cwd });
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
const CHART = ['runner-manager', '-f', 'values.yaml'];
const manager = (field: string) =>
  write(
    'patch.yaml',
    `patches:\n  - target: {kind: Deployment, name: runner-manager}\n    patch: {spec: {template: {spec: {${field}}}}}\n`,
  );

test.each([
  [undefined, '1.34'],
  ['1.35', '1.35'],
  ['v1.35.4+k3s1', '1.35'],
])('with --kube-version %s, a field of 1.36 in a patch is refused with its location', async (given, version) => {
  manager('schedulingGroup: {podGroupName: runners}');
  const flags = given === undefined ? [] : ['--kube-version', given];
  const { code, err } = await sandboxCharts('synth', ...CHART, '--patch', 'patch.yaml', '--stdout', ...flags);
  expect(code).toBe(1);
  expect(err).toContain(
    `patch.yaml:3:5 patches[0].patch: Deployment default/runner-manager spec.template.spec.schedulingGroup: is not in Kubernetes ${version}, only since 1.36`,
  );
});

test.each(['1.36', 'v1.37.2-eks-1a2b3c4'])('for %s it is rendered', async (version) => {
  manager('schedulingGroup: {podGroupName: runners}');
  const { code, out } = await sandboxCharts(
    ...['synth', ...CHART, '--patch', 'patch.yaml', '--stdout', '--validate', '--kube-version', version],
  );
  expect([code, out.includes('podGroupName: runners')]).toEqual([0, true]);
});

test.each([
  ['podGroupName: 7', 'spec.template.spec.schedulingGroup.podGroupName: must be a string'],
  ['podGroup: runners', 'spec.template.spec.schedulingGroup.podGroup: unknown key'],
])('the content of a new field is checked: %s', async (content, problem) => {
  manager(`schedulingGroup: {${content}}`);
  const { code, err } = await sandboxCharts(
    ...['synth', ...CHART, '--patch', 'patch.yaml', '--stdout', '--kube-version', '1.36'],
  );
  expect([code, err]).toEqual([1, expect.stringContaining(problem)]);
});

test('a field in a block of values, with its location', async () => {
  const extra = 'extraVolumes: [{name: v, emptyDir: {mode: 448}}]\n';
  write('values.yaml', `apiToken: a-token-of-32-letters-and-digits\n${extra}`);
  const old = await sandboxCharts('synth', ...CHART, '--stdout', '--kube-version', '1.36');
  expect(old.err).toContain(
    'values.yaml:2:37 extraVolumes[0].emptyDir.mode: is not in Kubernetes 1.36, only since 1.37',
  );
  expect((await sandboxCharts('synth', ...CHART, '--stdout', '--kube-version', '1.37')).code).toBe(0);
});

test('a kind of a newer version', async () => {
  write(
    'patch.yaml',
    'extraObjects:\n  - {apiVersion: resource.k8s.io/v1, kind: DeviceTaintRule, metadata: {name: x}, spec: {}}\n',
  );
  const flags = ['synth', ...CHART, '--patch', 'patch.yaml', '--stdout'];
  const old = await sandboxCharts(...flags);
  expect(old.err).toContain(
    'patch.yaml:2:5 extraObjects[0]: DeviceTaintRule x kind: is not in Kubernetes 1.34, only since 1.37',
  );
  expect((await sandboxCharts(...flags, '--kube-version', '1.37')).code).toBe(0);
});

test.each(['1.33', '1.38', 'latest', '1'])('%s is not supported', async (version) => {
  const { code, err } = await sandboxCharts('synth', ...CHART, '--stdout', '--kube-version', version);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(
      `--kube-version: ${version} is not a supported version of Kubernetes (expected 1.34, 1.35,`,
    ),
  ]);
});

test.each([
  [[], '1.34'],
  [['--kube-version', '1.36'], '1.36'],
])('--validate with %j says which version it used', async (flags, version) => {
  const { err } = await sandboxCharts('synth', ...CHART, '--validate', ...flags);
  expect(err).toContain(`validated for Kubernetes ${version}\n`);
});

describe('in a releases file', () => {
  const releases = (version: string) =>
    write(
      'releases.yaml',
      `releases:\n  - name: one\n    chart: runner-manager\n    values: [values.yaml]\n    kubeVersion: "${version}"\n    patches:\n      - {target: {kind: Deployment}, patch: {spec: {template: {spec: {schedulingGroup: {podGroupName: x}}}}}}\n`,
    );

  test('each release has its own', async () => {
    releases('1.35');
    expect((await sandboxCharts('synth')).err).toContain('is not in Kubernetes 1.35, only since 1.36');
    releases('1.36');
    expect((await sandboxCharts('synth')).code).toBe(0);
  });

  test('a version that is not supported is an error with its location', async () => {
    releases('1.30');
    expect((await sandboxCharts('synth')).err).toContain(
      'releases.yaml:5:5 releases[0].kubeVersion: 1.30 is not a supported version of Kubernetes',
    );
  });

  test('the flag overrides it, and is recorded for verify and diff', async () => {
    releases('1.35');
    expect((await sandboxCharts('synth', '--kube-version', '1.37')).code).toBe(0);
    expect(
      JSON.parse(readFileSync(join(cwd, 'dist/.sandbox-charts.index'), 'utf8')).recipes.one.flags.kubeVersion,
    ).toBe('1.37');
    expect((await sandboxCharts('verify', 'dist')).code).toBe(0);
    expect((await sandboxCharts('diff')).code).toBe(0);
  });
});
