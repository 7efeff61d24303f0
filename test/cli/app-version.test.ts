// `--app-version`: the tags of a version are defaults, wherever it is set.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { registry } from '../../charts/registry';
import { RunnerManager } from '../../charts/runner-manager';
import { run } from './support/run';

const product = { version: '1.2.3', registry };
const TOKEN = 'a-token-of-32-letters-and-digits';
const CHART = ['runner-manager', '--set', `apiToken=${TOKEN}`];
const NEWER = 'v0.168.4';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'app-version-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const sandboxCharts = (...argv: string[]) => run(product, argv, { cwd });
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
const imageOf = (manifest: string) => /image: \S*daytona-runner-manager:(\S+)/.exec(manifest)?.[1];

test('synth renders the tags of the version, and its label', async () => {
  const { out, code } = await sandboxCharts('synth', ...CHART, '--stdout', '--app-version', NEWER);
  expect([code, imageOf(out)]).toEqual([0, 'v0.168.4-k8s-amd64']);
  expect(out).toMatch(/app.kubernetes.io\/version: "?0\.168\.4/);
});

test('without it, the first version', async () => {
  const { out } = await sandboxCharts('synth', ...CHART, '--stdout');
  expect(imageOf(out)).toBe('v0.158.4-k8s-amd64');
});

test("the user's tag wins", async () => {
  write('values.yaml', `apiToken: ${TOKEN}\nimage: {tag: mine}\n`);
  const { out } = await sandboxCharts(
    'synth',
    'runner-manager',
    '-f',
    'values.yaml',
    '--stdout',
    '--app-version',
    NEWER,
  );
  expect(imageOf(out)).toBe('mine');
});

test.each([['synth', '--stdout'], ['requirements'], ['diff'], ['secrets']])(
  '%s: an unknown version is an error that lists the known ones',
  async (command, ...argv) => {
    const { code, err, out } = await sandboxCharts(command, ...CHART, ...argv, '--app-version', 'v0.158.5');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(
      'runner-manager has no app version v0.158.5 (expected v0.158.4, v0.168.4, v0.207.0; did you mean v0.158.4?)',
    );
  },
);

test('an unverified version causes one warning, with the reason', async () => {
  const { code, err } = await sandboxCharts(
    ...['synth', 'peerpods', '--set', 'secrets.mode=reference,secrets.existingSshKeySecretName=key'],
    ...['--set', 'providerConfigs.libvirt.LIBVIRT_URI=qemu+ssh://podvm@10.0.0.1/system'],
    ...['--stdout', '--app-version', 'v0.22.0-kata-4.1.0'],
  );
  expect(code).toBe(0);
  expect(err.match(/app version v0.22.0-kata-4.1.0 is unverified: .*pins kata 4.0.0/g)).toHaveLength(1);
});

test('values and schema show the tags of the version', async () => {
  const { out } = await sandboxCharts('values', 'runner-manager', '--app-version', NEWER);
  expect(out).toContain('tag: v0.168.4-k8s-amd64');
  expect(out).toContain('# Versions for --app-version, the default first: v0.158.4, v0.168.4 (unverified), v0.207.0.');
  const schema = JSON.parse((await sandboxCharts('schema', 'runner-manager', '--app-version', NEWER)).out);
  expect(schema.properties.image.properties.tag.default).toBe('v0.168.4-k8s-amd64');
});

test('list shows them, the default first', async () => {
  const { out } = await sandboxCharts('list');
  expect(out).toMatch(/^peerpods +v0\.22\.0, v0\.22\.0-kata-4\.1\.0 \(unverified\) +Cloud API Adaptor/m);
});

test('explain finds no value behind the tag of a version', async () => {
  const object = 'Deployment/runner-manager';
  const field = 'spec.template.spec.containers[0].image';
  const { out, code } = await sandboxCharts(
    'explain',
    'runner-manager',
    object,
    field,
    ...CHART.slice(1),
    '--app-version',
    NEWER,
  );
  expect(code).toBe(0);
  expect(out).toContain('v0.168.4-k8s-amd64');
});

const releases = (appVersion: string) => `releases:
  - name: manager
    chart: runner-manager
    appVersion: ${appVersion}
    set: {apiToken: ${TOKEN}}
`;

test('a release in a file sets its version', async () => {
  write('releases.yaml', releases(NEWER));
  const { code } = await sandboxCharts('synth');
  expect(code).toBe(0);
  expect(imageOf(readFileSync(join(cwd, 'dist/manager.k8s.yaml'), 'utf8'))).toBe('v0.168.4-k8s-amd64');
});

test('an unknown version in a file is reported with its location', async () => {
  write('releases.yaml', releases('v9'));
  const { code, err } = await sandboxCharts('synth');
  expect(code).toBe(1);
  expect(err).toContain(
    'releases.yaml:4:5 releases[0].appVersion: runner-manager has no app version v9 (expected v0.158.4, v0.168.4, v0.207.0)',
  );
});

test('the defaults of a file and the cells of a table can set it, too', async () => {
  write('labs.csv', `name,version\na,${NEWER}\nb,\n`);
  write(
    'releases.yaml',
    `defaults: {chart: runner-manager, appVersion: v0.158.4, set: {apiToken: ${TOKEN}}}
releases:
  - {name: "{{ row.name }}", namespace: "{{ row.name }}", appVersion: "{{ row.version }}", forEach: labs.csv}
`,
  );
  expect(await sandboxCharts('synth')).toMatchObject({ code: 0 });
  const tags = ['a', 'b'].map((name) => imageOf(readFileSync(join(cwd, `dist/${name}.k8s.yaml`), 'utf8')));
  expect(tags).toEqual(['v0.168.4-k8s-amd64', 'v0.158.4-k8s-amd64']);
});

test('it cannot be combined with a releases file on the command line', async () => {
  write('releases.yaml', releases(NEWER));
  expect((await sandboxCharts('synth', '-c', 'releases.yaml', '--app-version', NEWER)).code).toBe(2);
  expect((await sandboxCharts('synth', '--app-version', NEWER)).code).toBe(2);
  expect((await sandboxCharts('schema', 'releases', '--app-version', NEWER)).code).toBe(2);
});

test('verify renders the recorded version again', async () => {
  write('values.yaml', 'existingSecret: tokens\n');
  const argv = ['runner-manager', '-f', 'values.yaml', '--app-version', NEWER];
  expect((await sandboxCharts('synth', ...argv)).code).toBe(0);
  const { code, out } = await sandboxCharts('verify');
  expect(code).toBe(0);
  expect(out).toContain(`--app-version ${NEWER}`);
});

describe('the construct', () => {
  const rendered = (appVersion?: string) => {
    const chart = new Chart(new App(), 'chart');
    new RunnerManager(chart, 'manager', {
      ...(appVersion === undefined ? {} : { appVersion }),
      values: { existingSecret: 'tokens' },
    });
    return JSON.stringify(Testing.synth(chart));
  };

  test('has it as a prop', () => {
    expect(rendered(NEWER)).toContain('daytona-runner-manager:v0.168.4-k8s-amd64');
    expect(rendered()).toContain('daytona-runner-manager:v0.158.4-k8s-amd64');
  });

  test('refuses an unknown one', () => {
    expect(() => rendered('v9')).toThrow('appVersion: runner-manager has no app version v9');
  });
});

test('bash completes the versions of the chart on the command line', async () => {
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  write('completion.bash', (await sandboxCharts('completion', 'bash')).out);
  const complete = (...words: string[]) =>
    spawnSync(
      'bash',
      [
        '--norc',
        '-c',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash
        'source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sandbox_charts; echo "${COMPREPLY[@]}"',
        'bash',
        'sandbox-charts',
        ...words,
      ],
      { cwd, encoding: 'utf8' },
    ).stdout.trim();
  expect(complete('synth', 'runner-manager', '--app-version', '')).toBe('v0.158.4 v0.168.4 v0.207.0');
  expect(complete('values', 'peerpods', '--app-version', 'v0.22.0-')).toBe('v0.22.0-kata-4.1.0');
});
