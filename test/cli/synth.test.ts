import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { type Run, type RunOptions, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
const files = (folder: string) => readdirSync(join(cwd, folder), { recursive: true }).map(String).sort();
const synth = (argv: readonly string[], options: RunOptions = {}): Promise<Run> =>
  run(product, ['synth', ...argv], { cwd, ...options });

/** The values in the chart's ConfigMap. */
async function shown(...argv: string[]): Promise<{ bells: string | undefined; color: string | undefined }> {
  const { code, out, err } = await synth(['buoy', '--stdout', ...argv]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { bells: /^ {2}bells: (.*)$/m.exec(out)?.[1], color: /^ {2}color: (.*)$/m.exec(out)?.[1] };
}

describe('one chart', () => {
  beforeEach(() => write('red.yaml', 'color: red\n'));

  test("uses the chart's name and namespace, and writes to dist", async () => {
    expect(await synth(['buoy', '-f', 'red.yaml'])).toEqual({
      code: 0,
      out: '',
      err: 'dist/buoy.k8s.yaml: 2 objects, written\n',
    });
    expect(read('dist/buoy.k8s.yaml')).toMatchSnapshot();
  });

  test('has flags for a name, a namespace and a folder', async () => {
    const argv = ['buoy', '--name', 'north', '-n', 'atlantic', '-o', 'out/sea', '-f', 'red.yaml'];
    expect((await synth(argv)).err).toBe('out/sea/north.k8s.yaml: 2 objects, written\n');
    const text = read('out/sea/north.k8s.yaml');
    expect(text.match(/^ {2}(name|namespace): .*$/gm)).toEqual([
      '  name: north-buoy-code',
      '  namespace: atlantic',
      '  name: north-buoy',
      '  namespace: atlantic',
    ]);
  });

  test('reports that nothing changed, and does not touch the file', async () => {
    await synth(['buoy', '-f', 'red.yaml']);
    const before = statSync(join(cwd, 'dist/buoy.k8s.yaml')).mtimeMs;
    expect((await synth(['buoy', '-f', 'red.yaml'])).err).toBe('dist/buoy.k8s.yaml: 2 objects, unchanged\n');
    expect(statSync(join(cwd, 'dist/buoy.k8s.yaml')).mtimeMs).toBe(before);
  });

  test('keeps what other runs wrote to the same folder', async () => {
    await synth(['buoy', '-f', 'red.yaml', '--name', 'north']);
    await synth(['buoy', '-f', 'red.yaml', '--name', 'south']);
    expect(files('dist')).toEqual(expect.arrayContaining(['north.k8s.yaml', 'south.k8s.yaml']));
  });

  test('--layout objects writes a folder with a file for each', async () => {
    expect((await synth(['buoy', '-f', 'red.yaml', '--layout', 'objects'])).err).toBe(
      'dist: 2 objects in 1 release; 3 files written\n',
    );
    expect(files('dist/buoy')).toEqual([
      '001-sea-secret-buoy-code.yaml',
      '002-sea-configmap-buoy.yaml',
      'kustomization.yaml',
    ]);
  });

  test('--stdout prints what the file would contain, and writes none', async () => {
    await synth(['buoy', '-f', 'red.yaml']);
    const text = read('dist/buoy.k8s.yaml');
    rmSync(join(cwd, 'dist'), { recursive: true });
    expect(await synth(['buoy', '-f', 'red.yaml', '--stdout'])).toEqual({ code: 0, out: text, err: '' });
    expect(existsSync(join(cwd, 'dist'))).toBe(false);
  });

  test('warnings go to standard error, in yellow if it supports colors', async () => {
    const argv = ['buoy', '-f', 'red.yaml', '--set', 'bells=0', '--stdout'];
    const warning = 'warning: --set bells: a silent buoy is hard to find in fog';
    expect(await synth(argv)).toMatchObject({ code: 0, err: `${warning}\n` });
    expect((await synth(argv, { color: true })).err).toBe(`\u001b[33m${warning}\u001b[39m\n`);
  });
});

describe('values', () => {
  test('come from files in their order', async () => {
    write('a.yaml', 'color: red\nbells: 2\n');
    write('b.json', '{"color": "green"}');
    expect(await shown('-f', 'a.yaml', '-f', 'b.json')).toEqual({ color: 'green', bells: '"2"' });
    expect(await shown('-f', 'b.json', '-f', 'a.yaml')).toEqual({ color: 'red', bells: '"2"' });
  });

  test('come from standard input in its place among the files', async () => {
    write('a.yaml', 'color: red\n');
    const argv = ['buoy', '--stdout', '-f', '-', '-f', 'a.yaml'];
    const { out } = await synth(argv, { stdin: 'color: green\nbells: 3\n' });
    expect(out).toContain('  bells: "3"\n  color: red\n');
  });

  test("come from flags in Helm's order, wherever the flags are", async () => {
    write('file.txt', 'from a file');
    const all = [
      ['--set-file', 'color=file.txt'],
      ['--set-string', 'color=text'],
      ['--set', 'color=set'],
      ['--set-json', 'color="json"'],
    ];
    expect((await shown(...all.flat())).color).toBe('from a file');
    expect((await shown(...all.slice(1).flat())).color).toBe('text');
    expect((await shown(...all.slice(2).flat())).color).toBe('set');
    expect((await shown(...all.slice(3).flat())).color).toBe('json');
  });

  test('from a repeated flag, the last one wins', async () => {
    expect((await shown('--set', 'color=red,bells=2', '--set', 'color=green')).color).toBe('green');
  });
});

describe('errors in the input', () => {
  const fails = async (argv: readonly string[], options: RunOptions = {}) => {
    const { code, out, err } = await synth(argv, options);
    expect({ code, out, written: existsSync(join(cwd, 'dist')) }).toEqual({ code: 1, out: '', written: false });
    return err;
  };

  test('are reported all at once, with locations', async () => {
    write('values.yaml', 'colour: red\nbells: 9\n');
    expect(await fails(['buoy', '-f', 'values.yaml', '--set', 'moored=maybe'])).toMatchInlineSnapshot(`
"color: is required (expected a string; Color of the hull)
values.yaml:1:1 colour: unknown key (did you mean color?)
values.yaml:2:1 bells: invalid value 9 (expected an integer from 0 to 8)
--set moored: invalid string "maybe" (expected true or false)
4 problems; nothing was written
"
`);
  });

  test('are reported for all sources, even if some cannot be read', async () => {
    write('broken.yaml', 'color: [red\n');
    expect(
      await fails(['buoy', '-f', 'missing.yaml', '-f', 'broken.yaml', '--set', 'color', '-f', '-'], { stdin: '- 1' }),
    ).toMatchInlineSnapshot(`
"missing.yaml: no such file
broken.yaml:2:1: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
<stdin>:1:1: must be a map of values
--set color: has no value (expected KEY=VALUE)
4 problems; nothing was written
"
`);
  });

  test('are red line by line if standard error supports colors', async () => {
    expect(await fails(['buoy', '-f', 'missing.yaml'], { color: true })).toBe(
      '\u001b[31mmissing.yaml: no such file\u001b[39m\n1 problem; nothing was written\n',
    );
  });

  test('never show a secret', async () => {
    const secret = 'hunter2hunter2';
    write('values.yaml', `color: red\ncode: ${secret}\n`);
    expect(await fails(['buoy', '-f', 'values.yaml', '--debug'])).not.toContain(secret);
    expect(await fails(['buoy', '--set', `color=red,code=${secret}`, '--debug'])).not.toContain(secret);
    expect(await fails(['buoy', '--set', `color=red,code={${secret}}`, '--debug'])).not.toContain(secret);
  });

  test('keep the output of an earlier run', async () => {
    await synth(['buoy', '--set', 'color=red']);
    const before = read('dist/buoy.k8s.yaml');
    expect((await synth(['buoy', '--set', 'color=green,bells=x'])).code).toBe(1);
    expect(read('dist/buoy.k8s.yaml')).toBe(before);
  });

  test('include objects that do not fit together', async () => {
    expect(await fails(['buoy', '--set', 'color=red,moored=true'])).toMatchInlineSnapshot(`
"ConfigMap sea/buoy metadata.name: is the name of another object of this kind
1 problem; nothing was written
"
`);
  });

  test('--validate also checks every object against the Kubernetes schema', async () => {
    expect((await synth(['buoy', '--set', 'color=red,lit=true', '--stdout'])).code).toBe(0);
    expect((await synth(['buoy', '--set', 'color=red', '--stdout', '--validate'])).code).toBe(0);
    expect(await fails(['buoy', '--set', 'color=red,lit=true', '--validate'])).toMatchInlineSnapshot(`
"ConfigMap sea/buoy-lamp lamp: unknown key
1 problem; nothing was written
"
`);
  });

  test('a folder that cannot be created is an error', async () => {
    write('dist.txt', '');
    expect(await fails(['buoy', '--set', 'color=red', '-o', 'dist.txt'])).toMatch(
      /^error: .*dist\.txt: expected a folder, but found a file/,
    );
  });
});

describe('errors on the command line', () => {
  test.each([
    [['buoy', '--secrets', 'existing', '--certificate', 'c.crt'], '--certificate is only for --secrets sealed-secrets'],
    [
      ['buoy', '--secrets', 'existing', '--secret-store', 'vault'],
      '--secret-store is only for --secrets external-secrets',
    ],
    [
      ['buoy', '--secrets', 'external-secrets', '--secret-store', 'ClusterSecretStore/vault/sea'],
      '--secret-store expects the name of a SecretStore, or ClusterSecretStore/NAME',
    ],
    [[], 'specify a chart, or a releases file with -c (there is no releases.yaml in this folder)'],
    [['-f', 'red.yaml'], '--values requires a chart argument'],
    [['--set-json', 'a=1'], '--set-json requires a chart argument'],
    [['buoy', '-c', 'releases.yaml'], '-c renders a releases file: remove the chart argument'],
    [['buoy', '--only', 'north'], '--only selects from a releases file: remove the chart argument'],
    [['byoy'], 'unknown chart byoy (did you mean buoy?)'],
    [['buoy', '--stdout', '-o', 'x'], "option '--stdout' cannot be used with option '-o, --output <dir>'"],
    [
      ['-c', 'releases.yaml', '-n', 'sea'],
      "option '-c, --config <file>' cannot be used with option '-n, --namespace <namespace>'",
    ],
    [['buoy', '-f', ''], '--values "" must not be empty'],
    [['buoy', '-o', ''], '--output "" must not be empty'],
    [['-c', ''], '--config "" must not be empty'],
    [['buoy', '-f', '-', '-f', '-'], 'standard input can only be read once: use -f - only once'],
    [
      ['buoy', '--name', 'North_1'],
      '--name "North_1" (expected at most 53 lowercase letters, digits and "-", starting and ending with a letter or digit)',
    ],
    [
      ['buoy', '-n', 'n'.repeat(64)],
      `--namespace "${'n'.repeat(64)}" (expected at most 63 lowercase letters, digits and "-", starting and ending with a letter or digit)`,
    ],
    [
      ['buoy', '--layout', 'flat'],
      "option '--layout <layout>' argument 'flat' is invalid. Allowed choices are release, objects.",
    ],
    [['buoy', '-f', 'a.yaml', 'b.yaml'], "too many arguments for 'synth'. Expected 1 argument but got 2."],
  ])('%j', async (argv, message) => {
    expect(await synth(argv)).toEqual({
      code: 2,
      out: '',
      err: `error: ${message}\nRun sandbox-charts synth --help for usage.\n`,
    });
  });
});

describe('a releases file', () => {
  beforeEach(() => {
    mkdirSync(join(cwd, 'deploy', 'values'), { recursive: true });
    write('deploy/values/red.yaml', 'color: red\n');
    write(
      'deploy/releases.yaml',
      `releases:
  - {name: north, chart: buoy, values: [values/red.yaml]}
  - {name: south, chart: buoy, namespace: pacific, values: [values/red.yaml], set: {color: green, bells: 2}}
`,
    );
  });

  test('renders every release; its paths are relative to the file', async () => {
    expect(await synth(['-c', 'deploy/releases.yaml'])).toEqual({
      code: 0,
      out: '',
      err: 'dist: 4 objects in 2 releases; 2 files written\n',
    });
    expect(read('dist/north.k8s.yaml')).toMatch(/namespace: sea\n.*color: red\n/s);
    expect(read('dist/south.k8s.yaml')).toMatch(/namespace: pacific\n.*bells: "2"\n {2}color: green\n/s);
  });

  test('is releases.yaml in the current folder by default', async () => {
    const { code, out } = await synth(['--stdout', '--only', 'south'], { cwd: join(cwd, 'deploy') });
    expect(code).toBe(0);
    expect(out.match(/^ {2}name: .*$/gm)).toEqual(['  name: south-buoy-code', '  name: south-buoy']);
  });

  test('--only renders the listed ones and keeps the files of the others', async () => {
    await synth(['-c', 'deploy/releases.yaml']);
    expect((await synth(['-c', 'deploy/releases.yaml', '--only', 'south'])).err).toBe(
      'dist/south.k8s.yaml: 2 objects, unchanged\n',
    );
    expect(files('dist')).toContain('north.k8s.yaml');
  });

  test('the files of a removed release are deleted', async () => {
    await synth(['-c', 'deploy/releases.yaml']);
    write('deploy/releases.yaml', 'releases: [{name: north, chart: buoy, values: [values/red.yaml]}]');
    expect((await synth(['-c', 'deploy/releases.yaml'])).err).toBe(
      'dist: 2 objects in 1 release; 0 files written, 1 unchanged, 1 removed\n',
    );
    expect(files('dist')).not.toContain('south.k8s.yaml');
  });

  test('--only with an unknown name is a usage error', async () => {
    const { code, err } = await synth(['-c', 'deploy/releases.yaml', '--only', 'sout']);
    expect(code).toBe(2);
    expect(err).toContain('error: unknown release sout (did you mean south?)\n');
  });

  test('if one release fails, none is written; all problems are reported, each with its release', async () => {
    write(
      'deploy/releases.yaml',
      `releases:
  - {name: north, chart: buoy, values: [values/red.yaml]}
  - {name: east, chart: buoy, values: [values/east.yaml]}
  - {name: south, chart: buoy, values: [values/red.yaml], set: {bells: 9}}
  - {name: west, chart: buoy, set: {color: red, moored: true}}
`,
    );
    const { code, err } = await synth(['-c', 'deploy/releases.yaml']);
    expect({ code, written: existsSync(join(cwd, 'dist')) }).toEqual({ code: 1, written: false });
    expect(err).toMatchInlineSnapshot(`
"east: deploy/values/east.yaml: no such file
south: deploy/releases.yaml:4:65 bells: invalid value 9 (expected an integer from 0 to 8)
west: ConfigMap sea/west-buoy metadata.name: is the name of another object of this kind
3 problems; nothing was written
"
`);
  });

  test('warnings name their release', async () => {
    write('deploy/releases.yaml', 'releases: [{name: north, chart: buoy, set: {color: red, bells: 0}}]');
    const { err } = await synth(['-c', 'deploy/releases.yaml', '--stdout']);
    expect(err).toBe('warning: north: deploy/releases.yaml:1:57 bells: a silent buoy is hard to find in fog\n');
  });
});
