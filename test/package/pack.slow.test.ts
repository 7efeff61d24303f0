// The package as a user gets it: packed, installed with only its declared dependencies, compiled against and run.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cli/support/run';
import { declared, type Packed, packedProject } from './project';

let project: string;
let packed: Packed;

beforeAll(() => {
  ({ project, packed } = packedProject());
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const values = {
  session: { id: 'a1', userId: 'ada' },
  rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
  codeServer: { existingSecret: 'lab-password' },
};

test('it contains only what is needed at runtime', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths.filter((path) => !/^(build|docs)\//.test(path)).sort()).toEqual([
    'AGENTS.md',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'breaking-changes.yaml',
    'package.json',
    'renovate/sandbox-charts.json',
  ]);
  expect(paths.filter((path) => /\.ts$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  expect(paths).toContain('build/charts/dozlab-session/example.values.yaml');
});

test('every test that SECURITY.md mentions exists', () => {
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('the program is executable, knows its version and renders', () => {
  const bin = join(project, 'node_modules', 'sandbox-charts', 'build', 'cli', 'bin.js');
  const execute = (...argv: string[]) => spawnSync(bin, argv, { cwd: project, encoding: 'utf8' });
  expect(execute('--version')).toMatchObject({ status: 0, stdout: `${declared.version}\n`, stderr: '' });
  writeFileSync(join(project, 'values.json'), JSON.stringify(values));
  const { status, stdout } = execute('synth', 'dozlab-session', '-f', 'values.json', '--stdout');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^kind: Pod$/m);
});

test('TypeScript compiles against its types with strict settings, and the construct renders and refuses values', () => {
  const main = `import { App, Chart } from 'cdk8s';
import { DozlabSession, InputError, type SystemProps } from 'sandbox-charts';
import { DozlabSession as Same, type DozlabSessionInput } from 'sandbox-charts/dozlab-session';

const props: SystemProps<DozlabSessionInput> = { namespace: 'labs', values: ${JSON.stringify(values)} };
const chart = new Chart(new App(), 'labs', { disableResourceNameHashes: true });
const session: Same = new DozlabSession(chart, 'lab', props);
console.log(JSON.stringify(chart.toJson().map((object: { kind: string }) => object.kind)), session.node.id);
try {
  new DozlabSession(chart, 'bad', { values: { session: { id: 'Not_a_label' } } as never });
} catch (error) {
  if (error instanceof InputError) console.log(error.problems.map(({ path }) => path.join('.')).join(' '));
}
`;
  writeFileSync(join(project, 'main.ts'), main);
  const compilerOptions = { strict: true, module: 'node20', target: 'es2022', types: [] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  writeFileSync(join(project, 'package.json'), '{}');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = spawnSync(process.execPath, [tsc, '-p', project], { cwd: project, encoding: 'utf8' });
  expect(compiled).toMatchObject({ status: 0, stdout: '' });
  const { status, stdout } = spawnSync(process.execPath, ['main.js'], { cwd: project, encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^\[.*"Pod".*\] lab$/),
    'session.userId session.id rootfs.imageUrl codeServer.password',
    '',
  ]);
});

test('cdk8s synth renders a releases file with the cdk8s.yaml from the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, config = ''] = /<!-- cdk8s -->\n```yaml\n(.*?)```/s.exec(readme) ?? [];
  writeFileSync(join(project, 'cdk8s.yaml'), config);
  const release = { name: 'lab-7', chart: 'dozlab-session', set: values };
  writeFileSync(join(project, 'releases.yaml'), JSON.stringify({ releases: [release] }));
  const cdk8s = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const argv = [cdk8s, 'synth', '--check-upgrade=false'];
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: project, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('dist/lab-7.k8s.yaml: 3 objects') });
  expect(readFileSync(join(project, 'dist', 'lab-7.k8s.yaml'), 'utf8')).toMatch(/^kind: Pod$/m);
});
