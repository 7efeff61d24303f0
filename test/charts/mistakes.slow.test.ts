// Mistakes that users make: each one is reported once, with its location and what to write instead.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { run } from '../cli/support/run';

const product = { version: '0.0.0', registry };
const example = (chart: string) => join(__dirname, '..', '..', 'charts', chart, 'example.values.yaml');

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mistakes-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** The lines on standard error of a run with these values merged over the example of the chart. */
async function outcomeOf(chart: string, text: string, ...flags: string[]): Promise<{ code: number; lines: string[] }> {
  writeFileSync(join(cwd, 'v.yaml'), text);
  const argv = ['synth', chart, '-n', 'labs', '-f', example(chart), '-f', 'v.yaml', ...flags];
  const { code, err } = await run(product, argv, { cwd });
  if (code !== 0) expect(readdirSync(cwd)).toEqual(['v.yaml']);
  return {
    code,
    lines: err
      .split('\n')
      .filter((line) => line !== '' && !/lab images are not in|which is a shell without a login/.test(line)),
  };
}

const refused = (...lines: readonly string[]) => ({
  code: lines.some((line) => line.startsWith('error: ')) ? 2 : 1,
  lines: [...lines, `${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}; nothing was written`],
});

const HELM = 'contains a Helm template, which is not rendered here: write the resulting value instead';

describe('a Helm template', () => {
  test.each([
    '{{ .Release.Name }}-x',
    '{{- .Values.name -}}',
    '{{ include "x" . }}',
    '{{ tpl .Values.x . }}',
    '{{ required "no" .x }}',
    'x{{ .Chart.Name | quote }}',
  ])('%s is refused', async (text) => {
    const values = `services: {proxy: {extraEnv: [{name: A, value: ${JSON.stringify(text)}}]}}`;
    expect(await outcomeOf('daytona-region', values)).toEqual(
      refused(`v.yaml:1:41 services.proxy.extraEnv[0].value: ${HELM}`),
    );
  });

  test.each([['--set'], ['--set-string'], ['--set-literal']])('is refused in %s', async (flag) => {
    const { lines } = await outcomeOf('daytona-region', '', flag, 'podLabels.a={{ .Release.Name }}');
    expect(lines[0]).toBe(`${flag} podLabels.a: ${HELM}`);
  });

  test.each(['{{PORT}}', '{{ TOKEN }}', '{{sandboxId}}'])('%s is for the system itself, and is kept', async (text) => {
    expect((await outcomeOf('daytona-region', `podAnnotations: {a: ${JSON.stringify(text)}}`)).code).toBe(0);
  });
});

describe('a credential', () => {
  const password = (text: string) => `codeServer: {existingSecret: "", password: ${JSON.stringify(text)}}`;
  const NOWHERE = 'which is not replaced here: write the credential itself';

  test.each([
    ['$(openssl rand -base64 32)', `is a shell command, ${NOWHERE}`],
    ['`openssl rand -hex 16`', `is a shell command, ${NOWHERE}`],
    [`$${'{VSCODE_PASSWORD}'}`, `is a variable, ${NOWHERE}`],
    [`$${'{{ secrets.PASSWORD }}'}`, `is a variable, ${NOWHERE}`],
    ['$VSCODE_PASSWORD', `is a variable, ${NOWHERE}`],
    ['%VSCODE_PASSWORD%', `is a variable, ${NOWHERE}`],
    ['{{ .vscode_password }}', `is a template, ${NOWHERE}`],
    ['__VSCODE_PASSWORD__', `is a template, ${NOWHERE}`],
    ['<your-password>', `is a placeholder, ${NOWHERE}`],
    [' '.repeat(12), 'contains only blanks'],
    ['first-line\nsecond-line', 'contains a line break (expected a single line)'],
  ])('%j is refused', async (text, message) => {
    expect(await outcomeOf('dozlab-session', password(text))).toEqual(
      refused(`v.yaml:1:34 codeServer.password: ${message}`),
    );
  });

  test.each(['pa$$w0rd-$(x', 'a<b>c-1234567', '$ecret-of-mine', '{not a template}'])('%j is accepted', async (text) => {
    expect((await outcomeOf('dozlab-session', password(text))).code).toBe(0);
  });

  test.each(['your-secure-password', 'dtn_your_api_key_here', 'please-change-me-123'])(
    '%s is an example: it renders, with a warning, or is refused by the chart',
    async (text) => {
      const { lines } = await outcomeOf('dozlab-session', password(text));
      expect(lines[0]).toMatch(/codeServer\.password: (is the example|looks like an example|is a placeholder)/);
    },
  );

  test.each([
    ['a block', 'codeServer:\n  existingSecret: ""\n  password: |\n    secret-password-1\n', []],
    ['a file', 'codeServer: {existingSecret: ""}', ['--set-file', 'codeServer.password=v.txt']],
  ])('a line break at the end of %s is removed', async (_what, text, flags) => {
    const file = join(mkdtempSync(join(tmpdir(), 'mistakes-file-')), 'v.txt');
    writeFileSync(file, 'secret-password-1\r\n');
    const { code } = await outcomeOf('dozlab-session', text, ...flags.map((flag) => flag.replace('v.txt', file)));
    expect(code).toBe(0);
    writeFileSync(join(cwd, 'v.yaml'), text);
    const argv = ['synth', 'dozlab-session', '-f', example('dozlab-session'), '-f', 'v.yaml', '--stdout'];
    const { out } = await run(product, [...argv, ...flags.map((flag) => flag.replace('v.txt', file))], { cwd });
    expect(out).toContain(`vscode-password: ${Buffer.from('secret-password-1').toString('base64')}\n`);
  });
});

describe('a quantity', () => {
  test.each([
    ['daytona', 'postgresql.primary.persistence.size=8', '8 is a number of bytes (did you mean 8Gi?)'],
    ['daytona', 'postgresql.primary.persistence.size=8m', '8m is less than 8 bytes (did you mean 8Mi?)'],
    ['daytona', 'dex.persistence.size=1024', '1024 is a number of bytes (did you mean 1024Gi?)'],
    [
      'daytona-region',
      'services.proxy.resources.limits.memory=512m',
      '512m is less than 512 bytes (did you mean 512Mi?)',
    ],
    [
      'daytona-region',
      'services.proxy.resources.requests.memory=512',
      '512 is a number of bytes (did you mean 512Mi?)',
    ],
    ['dozlab-session', 'volumes.vmData.sizeLimit=5', '5 is a number of bytes (did you mean 5Gi?)'],
    [
      'dozlab-session',
      'terminal.resources.limits.cpu=500Mi',
      '500Mi is not an amount of CPU (expected CPUs, such as 2 or 500m)',
    ],
  ])('%s --set %s is refused', async (chart, assignment, message) => {
    const path = assignment.split('=')[0];
    const { code, lines } = await outcomeOf(chart, '', '--set', assignment);
    expect(code).toBe(1);
    expect(lines[0]).toBe(`--set ${path}: ${message}`);
  });

  test('a number of bytes is accepted if it can be intended', async () => {
    expect(
      (await outcomeOf('daytona-region', 'services: {proxy: {resources: {limits: {memory: 536870912}}}}')).code,
    ).toBe(0);
  });

  test.each([
    ['200%', 'at most 100%'],
    ['0%', 'at least 1%'],
  ])('a budget of %s is refused', async (share, hint) => {
    const path = 'services.proxy.podDisruptionBudget.maxUnavailable';
    expect(await outcomeOf('daytona-region', '', '--set', `${path}=${share}`)).toEqual(
      refused(
        `--set ${path}: invalid value "${share}" (expected an integer of at least 1 or a percentage such as 25%; ${hint})`,
      ),
    );
  });

  test.each([
    ['0644', 'write 420, which is the octal mode 0644'],
    ['644', 'must be a mode from 0 to 511 (0777); for mode 0644, write 420'],
    ['600', 'must be a mode from 0 to 511 (0777); for mode 0600, write 384'],
  ])('a mode of %s: the hint is the decimal number', async (mode, hint) => {
    const values = `services: {proxy: {extraVolumes: [{name: a, secret: {secretName: b, defaultMode: ${mode}}}]}}`;
    const { lines } = await outcomeOf('daytona-region', values);
    expect(lines[0]).toContain('services.proxy.extraVolumes[0].secret.defaultMode: ');
    expect(lines[0]).toContain(hint);
  });
});

describe('one mistake is one problem', () => {
  test.each([
    ['daytona', 'services:\n', 'v.yaml:1:1 services: `services` is empty'],
    ['daytona-region', 'services:\n  proxy:\n', 'v.yaml:2:3 services.proxy: `services.proxy` is empty'],
    ['dozlab-session', 'firecracker:\n  vm:\n', 'v.yaml:2:3 firecracker.vm: `firecracker.vm` is empty'],
  ])('%s with the empty parent %j', async (chart, text, message) => {
    expect(await outcomeOf(chart, text)).toEqual(
      refused(`${message}, which removes all values below it (remove the key to keep their defaults)`),
    );
  });

  test.each([
    ['USER-SUPPLIED VALUES:\nsession: {id: a}\n', 'this is the output of `helm get values` with a title'],
    ['USER-SUPPLIED VALUES:\nnull\n', 'this is the output of `helm get values` with a title'],
    ['COMPUTED VALUES:\nsession: {id: a}\n', 'this is the output of `helm get values` with a title'],
    [
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {}\n',
      '(HelmRelease), not a values file: write what is below spec.values',
    ],
    [
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n',
      '(Application), not a values file: write what is below spec.source.helm.valuesObject',
    ],
    ['apiVersion: v1\nkind: ConfigMap\ndata: {}\n', '(ConfigMap), not a values file'],
    ['apiVersion: v2\nname: lab\nversion: 1.0.0\n', 'this is the Chart.yaml of a Helm chart'],
    ['releases: [{name: a, chart: dozlab-session}]\n', 'this is a releases file, not a values file: give it with -c'],
    ['dozlab-session:\n  session: {id: a}\n', 'the values are below dozlab-session, as for a subchart'],
    ['lab:\n  session: {id: a}\n  terminal: {}\n', 'the values are below lab, as for a subchart'],
    ['image: a\nreplicas: 1\nport: 2\n', 'none of its 3 keys is a value of this chart'],
  ])('%j is reported with what it is', async (text, message) => {
    const { code, lines } = await outcomeOf('dozlab-session', text);
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringContaining(`v.yaml:1:1: `), '1 problem; nothing was written']);
    expect(lines[0]).toContain(message);
  });

  test('several files in one flag are reported with the right syntax', async () => {
    expect((await outcomeOf('dozlab-session', '', '-f', 'a.yaml,b.yaml')).lines[0]).toBe(
      'error: no such file: a.yaml,b.yaml (several files are given as -f a.yaml -f b.yaml)',
    );
  });

  test.each([
    ['nodeSelector.kubernetes.io/hostname=n1', String.raw`nodeSelector.kubernetes\.io/hostname=VALUE`],
    [
      'services.proxy.ingress.annotations.nginx.ingress.kubernetes.io/x=0',
      String.raw`services.proxy.ingress.annotations.nginx\.ingress\.kubernetes\.io/x=VALUE`,
    ],
  ])('a key with a dot: --set %s', async (assignment, hint) => {
    const { lines } = await outcomeOf('daytona-region', '', '--set', assignment);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(String.raw`a dot inside a key is written \. (--set '${hint}')`);
  });
});

test('numbers are strings where a string is expected', async () => {
  expect((await outcomeOf('dozlab-session', 'session: {id: 7, userId: 0123}\n')).code).toBe(0);
  expect((await outcomeOf('dozlab-session', '', '--set', 'session.id=7')).code).toBe(0);
});

test('keys that start with x- can hold anchors', async () => {
  expect(await outcomeOf('dozlab-session', 'x-team: &team {team: a}\npodLabels: *team\n')).toEqual({
    code: 0,
    lines: expect.anything(),
  });
});

test('--set-literal uses commas, braces and backslashes unchanged', async () => {
  const argv = ['synth', 'dozlab-session', '-f', example('dozlab-session'), '--stdout'];
  const { out } = await run(product, [...argv, '--set-literal', String.raw`podAnnotations.a={x},y=\z`], { cwd });
  expect(out).toContain(String.raw`a: "{x},y=\\z"`.replace('\\\\', '\\\\'));
});

test('an autoscaler without metrics is refused, because Kubernetes would use 80 %', async () => {
  const { lines } = await outcomeOf(
    'daytona',
    'services: {api: {autoscaling: {enabled: true, targetCPUUtilizationPercentage: null}}}',
  );
  expect(lines[0]).toContain(
    'services.api.autoscaling.targetCPUUtilizationPercentage: is removed, and there is no other metric',
  );
  const memory =
    'services: {api: {autoscaling: {enabled: true, targetCPUUtilizationPercentage: null, targetMemoryUtilizationPercentage: 70}}}';
  expect((await outcomeOf('daytona', memory)).code).toBe(0);
});

describe('what the API server rejects is rejected here', () => {
  const proxy = (text: string) => `services: {proxy: ${text}}`;
  test.each([
    [
      '{networkPolicy: {from: [{ipBlock: {cidr: 10.0.0.0/33}}]}}',
      'networkPolicy.from[0].ipBlock.cidr: is not a network such as 10.0.0.0/8',
    ],
    [
      '{networkPolicy: {from: [{ipBlock: {cidr: 10.0.0.0/8, except: [192.168.0.0/16]}}]}}',
      'networkPolicy.from[0].ipBlock.except[0]: must be a part of 10.0.0.0/8',
    ],
    ['{tolerations: [{key: a, operator: in}]}', 'tolerations[0].operator: must be Equal or Exists'],
    [
      '{extraEnv: [{name: A, valueFrom: {fieldRef: {fieldPath: status.podip}}}]}',
      'extraEnv[0].valueFrom.fieldRef.fieldPath: must be status.podIP',
    ],
    ['{extraEnv: [{name: A, value: "1"}, {name: A, value: "2"}]}', 'extraEnv[1].name: is already used: A'],
    [
      '{replicaCount: 2147483648}',
      'replicaCount: invalid value 2147483648 (expected an integer of at least 0; at most 2147483647)',
    ],
    ['{nodeSelector: {pool: a b}}', 'nodeSelector.pool: invalid value "a b"'],
    [
      '{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a b, operator: Exists}]}]}}}}',
      'matchExpressions[0].key: is not a valid label key',
    ],
    [
      '{resources: {limits: {nvidia.com/gpu: 500m}, requests: {nvidia.com/gpu: 500m}}}',
      '500m is not a whole number of devices',
    ],
  ])('%s', async (text, message) => {
    const { code, lines } = await outcomeOf('daytona-region', proxy(text));
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^v\.yaml:1:\d+ services\.proxy\./);
    expect(lines[0]).toContain(message);
  });

  test('so are annotations of more than 256 KiB in total', async () => {
    const long = 'x'.repeat(140_000);
    const { lines } = await outcomeOf('daytona-region', `podAnnotations: {a: ${long}, b: ${long}}`);
    expect(lines[0]).toBe('v.yaml:1:1 podAnnotations: must have at most 262144 bytes in total');
  });
});
