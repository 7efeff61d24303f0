// `verify` detects changes by an attacker who can write the output folder and its index.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { product } from './support/product';
import { type Run, run } from './support/run';

let cwd: string;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'verify-'));
  write('red.yaml', 'color: red\n');
  write('releases.yaml', 'releases:\n- {name: buoy, chart: buoy, values: [red.yaml]}\n');
  expect((await call('synth', 'buoy', '-f', 'red.yaml')).code).toBe(0);
});
afterEach(() => rmSync(cwd, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), text);
}

const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });
const INDEX = 'dist/.sandbox-charts.index';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: miner}\n';

type Index = Record<string, Record<string, Record<string, unknown>>>;
function changeIndex(change: (index: Index) => void): void {
  const index = JSON.parse(readFileSync(join(cwd, INDEX), 'utf8')) as Index;
  change(index);
  write(INDEX, JSON.stringify(index));
}

test.each([
  'dist/evil.yaml',
  'dist/sub/evil.yml',
  'dist/buoy/evil.json',
  'dist/a/b/c/d/e/evil.yaml',
  'dist/.hidden/evil.yaml',
  'dist/.sandbox-charts.tmp-abcdef/evil.yaml',
])('a foreign manifest is reported: %s', async (file) => {
  write(file, POD);
  expect(await call('verify')).toEqual({ code: 1, out: `${file} is not written by any release\n`, err: '' });
});

const OBJECT = ['apiVersion: v1', 'kind: Pod', 'metadata: {name: miner}'];
test.each<[string, string, string | Buffer]>([
  ['a carriage return ends a comment', 'x.yaml', ['# a comment', ...OBJECT].join('\r')],
  ['so does a next line', 'x.yaml', ['# a comment', ...OBJECT].join('\u0085')],
  ['and a line separator', 'x.yaml', ['# a comment', ...OBJECT].join('\u2028')],
  ['UTF-16', 'x.yaml', Buffer.from(`\ufeff${OBJECT.join('\n')}\n`, 'utf16le')],
  ['a key in Base64', 'x.yaml', '? !!binary a2luZA==\n: Pod\n'],
  ['a document ends with a space that is not ASCII', 'x.yaml', ['a: 1', '---\u00a0', ...OBJECT].join('\n')],
  ['a program that reads another file', 'x.jsonnet', "import 'notes.txt'"],
  ['a list of the files that Flux does not see', '.sourceignore', '/*\n'],
])('files that another program could read as objects are foreign: %s', async (_what, file, content) => {
  mkdirSync(join(cwd, 'dist/sub'));
  writeFileSync(join(cwd, 'dist/sub', file), content);
  expect(await call('verify')).toEqual({ code: 1, out: `dist/sub/${file} is not written by any release\n`, err: '' });
});

test('text from the index cannot control the terminal or add a line', async () => {
  changeIndex(({ recipes }) => {
    Object.assign(recipes?.buoy?.inputs as object, { '\u001b[2K\u009b1A\ndist: 1 release\u202e': 'a'.repeat(64) });
  });
  const { code, out } = await call('verify');
  expect({ code, out }).toEqual({
    code: 1,
    out: 'buoy: input dist/\\u{1b}[2K\\u{9b}1A\\u{a}dist: 1 release\\u{202e} is missing\n',
  });
});

test.each(['a file', 'a folder', 'a link to nowhere'])('a symbolic link is reported: to %s', async (what) => {
  write('evil/evil.yaml', POD);
  const target = { 'a file': '../evil/evil.yaml', 'a folder': '../evil', 'a link to nowhere': 'none' }[what] ?? '';
  symlinkSync(target, join(cwd, 'dist/notes'));
  expect(await call('verify')).toEqual({ code: 1, out: 'dist/notes is a symbolic link\n', err: '' });
});

test('a manifest behind a link is not verified, whatever it contains', async () => {
  renameSync(join(cwd, 'dist/buoy.k8s.yaml'), join(cwd, 'same.yaml'));
  symlinkSync('../same.yaml', join(cwd, 'dist/buoy.k8s.yaml'));
  const { code, out } = await call('verify');
  expect({ code, out }).toMatchObject({
    code: 1,
    out: expect.stringContaining('dist/buoy.k8s.yaml is a symbolic link\n'),
  });
});

test('an output folder that is a link is an error', async () => {
  renameSync(join(cwd, 'dist'), join(cwd, 'real'));
  symlinkSync('real', join(cwd, 'dist'));
  expect(await call('verify')).toMatchObject({ code: 2, err: expect.stringContaining('dist is a symbolic link') });
});

test.each<[string, (index: Index) => void, string]>([
  [
    'an entry without files',
    ({ releases }) => Object.assign(releases as Index, { none: {} }),
    'none: the index lists no files for it\n',
  ],
  [
    'a recipe that renders another release',
    ({ recipes }) => Object.assign(recipes?.buoy as object, { flags: { name: 'other', values: ['../red.yaml'] } }),
    'buoy: its recorded inputs do not render this release\n',
  ],
  [
    'a recipe that renders fewer files',
    ({ releases }) => Object.assign(releases?.buoy as object, { 'buoy.requirements.yaml': 'A'.repeat(22) }),
    'buoy: dist/buoy.requirements.yaml is no longer rendered\n',
  ],
  [
    'an unrecorded file',
    ({ releases }) => Object.assign(releases as object, { buoy: { 'buoy.requirements.yaml': '-' } }),
    'buoy: dist/buoy.k8s.yaml is not in the index\n',
  ],
  [
    'a release without a recipe',
    (index) => Object.assign(index, { recipes: {} }),
    'buoy: cannot be rendered again: its inputs were not recorded\n',
  ],
])('%s is a difference', async (_what, change, finding) => {
  changeIndex(change);
  expect(await call('verify')).toMatchObject({ code: 1, out: expect.stringContaining(finding) });
});

test('a recipe that reads files outside the repository is refused', async () => {
  changeIndex((index) => {
    (index.recipes?.buoy as Index).flags = { values: ['/etc/passwd'] } as never;
  });
  const { code, out, err } = await call('verify');
  expect({ code, out, err }).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining('the index lists an input outside this repository: "dist/etc/passwd"'),
  });
});

test('a recipe does not read standard input', async () => {
  await call('synth', 'buoy', '-f', 'red.yaml', '-o', '.');
  const index = readFileSync(join(cwd, '.sandbox-charts.index'), 'utf8');
  write('.sandbox-charts.index', index.replace('"red.yaml"\n', '"red.yaml", "-"\n'));
  const { code, out, err } = await run(product, ['verify', '.'], { cwd, stdin: '' });
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining('./-: no such file') });
});

test('an image that the recorded command sets is shown to the reviewer', async () => {
  await call('synth', 'buoy', '-f', 'red.yaml', '--set', 'bells=3', '--set', "color=it's");
  const { code, out } = await call('verify');
  expect({ code, out }).toEqual({
    code: 0,
    out:
      'dist: 1 release, matches the recorded inputs\n' +
      "  buoy: sandbox-charts synth buoy -f red.yaml --set bells=3 --set 'color=it'\\''s'\n",
  });
});

describe('with a releases file, the recorded commands are ignored', () => {
  const NAMED = ['verify', '-c', 'releases.yaml'];

  test('the folder that it renders matches', async () => {
    await call('synth');
    expect(await call(...NAMED)).toEqual({
      code: 0,
      out: 'dist: 1 release, matches releases.yaml\n',
      err: '',
    });
  });

  test('inputs that are only in the index are a difference', async () => {
    await call('synth', 'buoy', '-f', 'red.yaml', '--set', 'bells=3');
    expect((await call('verify')).code).toBe(0);
    const out = 'dist/buoy.k8s.yaml: ConfigMap sea/buoy is not what its inputs render\n';
    expect(await call(...NAMED)).toEqual({ code: 1, out, err: '' });
  });

  test('so are an unlisted release and a missing one', async () => {
    await call('synth', 'buoy', '--name', 'more', '-f', 'red.yaml');
    expect((await call(...NAMED)).out).toBe('dist/more.k8s.yaml is not rendered by releases.yaml\n');
    rmSync(join(cwd, 'dist'), { recursive: true });
    expect((await call(...NAMED)).out).toBe('dist/buoy.k8s.yaml is missing\n');
  });

  test('the flags of synth are passed with it', async () => {
    await call('synth', '--layout', 'objects', '--secrets', 'existing');
    expect((await call(...NAMED)).code).toBe(1);
    expect((await call(...NAMED, '--layout', 'objects', '--secrets', 'existing')).code).toBe(0);
  });

  test('a folder for Flux is verified, too', async () => {
    const flags = ['--target', 'flux', '--delivery', 'folder=apps'];
    await call('synth', ...flags);
    expect(await call('verify', 'apps', '-c', 'releases.yaml', ...flags)).toMatchObject({ code: 0 });
    write('apps/evil.yaml', POD);
    expect((await call('verify', 'apps', '-c', 'releases.yaml', ...flags)).code).toBe(1);
  });
});
