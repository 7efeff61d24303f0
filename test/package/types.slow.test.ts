// The types of the packed package, as users' compilers and editors see them.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5.9';
import { root } from '../cli/support/run';
import { packedProject } from './project';

let project: string;
beforeAll(() => {
  ({ project } = packedProject(['cdk8s-plus-27']));
  writeFileSync(join(project, 'package.json'), '{}');
  mkdirSync(join(project, 'node_modules', '@types'));
  symlinkSync(join(root, 'node_modules', '@types', 'node'), join(project, 'node_modules', '@types', 'node'));
  writeFileSync(join(project, 'main.ts'), MAIN);
  copyFileSync(join(project, 'main.ts'), join(project, 'main.mts'));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const MAIN = `import { App, Chart } from 'cdk8s';
import { DozlabSession as Main, InputError, type SystemProps } from 'sandbox-charts';
import { Daytona, type DaytonaInput } from 'sandbox-charts/daytona';
import { DaytonaRegion, type DaytonaRegionInput, type DaytonaRegionValues } from 'sandbox-charts/daytona-region';
import { DozlabSession, type DozlabSessionInput } from 'sandbox-charts/dozlab-session';
import { PeerPods } from 'sandbox-charts/peerpods';
import { toIngressBackend, toPods } from 'sandbox-charts/plus';
import { RunnerManager } from 'sandbox-charts/runner-manager';
import { Rendering, renderConstruct } from 'sandbox-charts/testing';
import { defineSystem, integer, programLayer, renderRelease, resolve, runPipeline, text, type WriteResult, writeReleases } from 'sandbox-charts/toolkit';

const values: DozlabSessionInput = {
  session: { id: 'a1', userId: 'ada' },
  rootfs: { imageUrl: 'https://images.example.com/lab.ext4', diskSize: '8G' },
  codeServer: { existingSecret: 'codes' },
  nodeSelector: null,
};
const props: SystemProps<DozlabSessionInput> = { namespace: 'labs', values };
const chart = new Chart(new App(), 'labs', { disableResourceNameHashes: true });
const lab = new DozlabSession(chart, 'lab', props);
const port: number = lab.outputs.services.session.ports['vm-ssh'];
const region: DaytonaRegionInput = { regionName: 'a', proxyUrl: 'https://a.example.com', daytonaApiUrl: 'https://b.example.com' };
export const resolved = (all: DaytonaRegionValues): string => all.regionName;
export const backend = toIngressBackend(lab.outputs.services.session, 'vscode');
export const pods = toPods(chart, 'pods', lab.outputs.workloads.session);
export const rendering: Rendering = renderConstruct((test) => void new DozlabSession(test, 'lab', { values }));
const greeter = defineSystem({
  name: 'greeter',
  version: '1.2.0',
  description: 'Greets every visitor',
  longestSuffix: '-credentials',
  values: { greeting: text({ description: 'What visitors read.' }), pods: integer({ description: 'Pods.', default: 1 }) },
  rules: [({ pods }, { error }) => (pods > 3 ? error((all) => all.pods, 'must be at most 3') : undefined)],
  build: (_scope, release, { greeting, pods }) => console.log(release.fullname, greeting.length, pods.toFixed(0)),
});
const found = resolve(greeter.schema, greeter.rules, [programLayer({ greeting: 'Hi' })]).values;
export const written = (): Promise<WriteResult> =>
  writeReleases('out', [runPipeline(renderRelease(greeter, { name: 'a', namespace: 'b', values: found }), {})]);
export const wrong = () => [
  // @ts-expect-error: required values are missing.
  new DozlabSession(chart, 'a', { values: {} }),
  // @ts-expect-error: a value that does not exist.
  new Daytona(chart, 'b', { values: { ...({} as DaytonaInput), nothing: 1 } }),
  // @ts-expect-error: values are required.
  new RunnerManager(chart, 'c', {}),
  // @ts-expect-error: a port that does not exist.
  lab.outputs.services.session.ports.https,
  // @ts-expect-error: another one.
  toIngressBackend(lab.outputs.services.session, 'https'),
  // @ts-expect-error: a layout that does not exist.
  writeReleases('out', [], { layout: 'files' }),
];
console.log(port, Main === DozlabSession, InputError.name, region.regionName, DaytonaRegion.name, PeerPods.name);
`;

/** The compiler options that \`cdk8s init typescript-app\` writes. */
const CDK8S_INIT = {
  ...{ alwaysStrict: true, declaration: true, experimentalDecorators: true, lib: ['es2016'], module: 'CommonJS' },
  ...{ noImplicitReturns: true, noUnusedLocals: true, noUnusedParameters: true, target: 'ES2017' },
};

const TYPESCRIPT_7 = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const TYPESCRIPT_5 = join(root, 'node_modules', 'typescript-5.9', 'bin', 'tsc');

test.each([
  ['cdk8s init typescript-app: node10', TYPESCRIPT_5, CDK8S_INIT, 'main.ts'],
  ['node16', TYPESCRIPT_5, { module: 'node16' }, 'main.ts'],
  ['nodenext, CommonJS', TYPESCRIPT_5, { module: 'nodenext' }, 'main.ts'],
  ['nodenext, ESM', TYPESCRIPT_5, { module: 'nodenext' }, 'main.mts'],
  ['bundler', TYPESCRIPT_5, { module: 'esnext', moduleResolution: 'bundler' }, 'main.ts'],
  ['TypeScript 7', TYPESCRIPT_7, { module: 'nodenext' }, 'main.mts'],
])('%s: every entry compiles strictly, with the declarations of all packages checked', (_name, tsc, options, file) => {
  const compilerOptions = {
    target: 'es2022',
    types: ['node'],
    ...options,
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: project, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test.each(['CommonJS', 'ESM'])('the compiled program runs as %s', (kind) => {
  const module = kind === 'ESM' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(MAIN, { compilerOptions: { module, target: ts.ScriptTarget.ES2022 } });
  const file = kind === 'ESM' ? 'run.mjs' : 'run.cjs';
  writeFileSync(join(project, file), outputText);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: project, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '22 true InputError a DaytonaRegion PeerPods\n', stderr: '' });
});

test('editors show the description and the default of a value', () => {
  const file = join(project, 'main.ts');
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => project,
    getCompilationSettings: () => ({ module: ts.ModuleKind.NodeNext, strict: true }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });
  const hover = (word: string) => {
    const found = service.getQuickInfoAtPosition(file, MAIN.indexOf(word));
    return [
      ...(found?.documentation ?? []),
      ...(found?.tags?.flatMap(({ name, text = [] }) => [{ text: name }, ...text]) ?? []),
    ]
      .map(({ text }) => text)
      .join(' ');
  };
  expect(hover('diskSize')).toMatch(/Size of the root file system, in MiB \(M\) or GiB \(G\).* default "4G"/s);
  expect(hover('userId')).toContain('User ID, set as a label on every object.');
  expect(hover('outputs')).toContain('What it has created.');
});
