// `imageLock` in a releases file: every image of a release is pinned, without a flag.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { renderRelease } from '../../testing';
import { run } from './support/run';

const NONE = '0'.repeat(64);
const OTHER = 'f'.repeat(64);

let top: string;
let cwd: string;
let images: readonly string[];
beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'locked-'));
  cwd = join(top, 'clone');
  mkdirSync(join(cwd, 'locks'), { recursive: true });
  releases('');
  images = (await program('images', '--format', 'plain')).out.split('\n').slice(0, -1);
  expect(images.length).toBeGreaterThan(1);
  lock('locks/images.lock', NONE);
});
afterEach(() => rmSync(top, { recursive: true }));

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);

/** A releases file with the releases `one` and `two`; `fields` are of the first. */
function releases(fields: string, defaults = ''): void {
  const release = (name: string) =>
    `- {name: ${name}, chart: runner-manager, namespace: ${name}, set: {existingSecret: a}`;
  write('releases.yaml', `${defaults}releases:\n${release('one')}${fields}}\n${release('two')}}\n`);
}

/** A lock that gives all of `of` the same digest. */
const lock = (file: string, digest: string, of: readonly string[] = images) =>
  write(file, of.map((image) => `${image} sha256:${digest}\n`).join(''));

const LOCKED = ', imageLock: locks/images.lock';

/** The images in the manifests of a release. */
function written(release: string): string[] {
  const text = readFileSync(join(cwd, 'dist', `${release}.k8s.yaml`), 'utf8');
  return [...text.matchAll(/^\s*(?:- )?image: (\S+)$/gm)].map(([, image = '']) => image);
}

/** The digests of all images of a release; an image without one counts as ''. */
const digests = (release: string): string[] => [
  ...new Set(written(release).map((image) => image.split('@sha256:')[1] ?? '')),
];

test('pins the images of its release only', async () => {
  releases(LOCKED);
  expect(await program('synth')).toMatchObject({ code: 0 });
  expect([digests('one'), digests('two')]).toEqual([[NONE], ['']]);
});

test('in the defaults, it applies to all releases, which can name another or none', async () => {
  lock('other.lock', OTHER);
  releases('', 'defaults: {imageLock: locks/images.lock}\n');
  expect(await program('synth')).toMatchObject({ code: 0 });
  expect([digests('one'), digests('two')]).toEqual([[NONE], [NONE]]);
  releases(', imageLock: other.lock', 'defaults: {imageLock: locks/images.lock}\n');
  expect(await program('synth')).toMatchObject({ code: 0 });
  expect([digests('one'), digests('two')]).toEqual([[OTHER], [NONE]]);
  releases(', imageLock: null', 'defaults: {imageLock: locks/images.lock}\n');
  expect(await program('synth')).toMatchObject({ code: 0 });
  expect([digests('one'), digests('two')]).toEqual([[''], [NONE]]);
});

test('is relative to the releases file', async () => {
  releases(LOCKED);
  const { code, out } = await run({ version: '1.2.3', registry }, ['synth', '-c', 'clone/releases.yaml', '--stdout'], {
    cwd: top,
  });
  expect([code, out.includes(`@sha256:${NONE}`)]).toEqual([0, true]);
});

test('--image-lock overrides it, even if the file is missing, and is recorded instead of it', async () => {
  lock('flag.lock', OTHER);
  releases(', imageLock: none.lock');
  expect(await program('synth', '--image-lock', 'flag.lock')).toMatchObject({ code: 0 });
  expect([digests('one'), digests('two')]).toEqual([[OTHER], [OTHER]]);
  const { one } = JSON.parse(readFileSync(join(cwd, 'dist/.sandbox-charts.index'), 'utf8')).recipes;
  expect([one.flags.imageLock, Object.keys(one.inputs).sort()]).toEqual([
    '../flag.lock',
    ['../flag.lock', '../releases.yaml'],
  ]);
  expect(await program('verify')).toMatchObject({ code: 0 });
  expect(await program('diff')).toMatchObject({ code: 0 });
});

test('verify and diff without flags use it, and notice a changed lock', async () => {
  releases(LOCKED);
  await program('synth');
  expect(await program('verify')).toMatchObject({ code: 0 });
  expect(await program('verify', '-c', 'releases.yaml')).toMatchObject({ code: 0 });
  expect(await program('diff')).toMatchObject({ code: 0 });
  lock('locks/images.lock', OTHER);
  const verified = await program('verify');
  expect([verified.code, verified.out]).toEqual([
    1,
    expect.stringContaining('input locks/images.lock changed since it was rendered'),
  ]);
  expect(verified.out).not.toContain('two: ');
  expect(await program('diff')).toMatchObject({ code: 1, out: expect.stringContaining(OTHER) });
  rmSync(join(cwd, 'locks/images.lock'));
  expect((await program('verify')).out).toContain('input locks/images.lock is missing');
});

test.each([
  ['an image without a line', () => lock('locks/images.lock', NONE, images.slice(1)), 'is missing (image of '],
  ['a wrong line', () => write('locks/images.lock', 'a/b:1\n'), 'locks/images.lock:1:1: expected IMAGE DIGEST'],
  ['a missing file', () => rmSync(join(cwd, 'locks/images.lock')), 'locks/images.lock: no such file'],
  ['a large file', () => write('locks/images.lock', '#'.repeat(2 ** 24 + 1)), 'locks/images.lock: larger than 16 MiB'],
])('%s is an error with its location, and nothing is written', async (_what, breaks, message) => {
  releases(LOCKED);
  breaks();
  const { code, err } = await program('synth');
  expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  expect(err).toContain('locks/images.lock:');
  expect(readdirSync(cwd).sort()).toEqual(['locks', 'releases.yaml']);
});

test.each([
  [', imageLock: ../images.lock', '', 'releases[0].imageLock'],
  [', imageLock: .git/config', '', 'releases[0].imageLock'],
  ['', 'defaults: {imageLock: ../images.lock}\n', 'defaults.imageLock'],
])('a path outside the folder is refused: %j %j', async (fields, defaults, path) => {
  lock('../images.lock', OTHER);
  mkdirSync(join(cwd, '.git'));
  lock('.git/config', OTHER);
  releases(fields, defaults);
  const { code, err } = await program('synth');
  expect([code, err]).toEqual([1, expect.stringContaining(`${path}: is outside the folder of this file`)]);
  expect(err).toMatch(/^releases\.yaml:\d+:\d+ /);
  expect(await program('synth', '--allow-outside')).toMatchObject({ code: 0 });
  expect(digests('one')).toEqual([OTHER]);
});

test.each(['""', '[a]', '{a: b}'])('%s is not a path', async (value) => {
  releases(`, imageLock: ${value}`);
  const { code, err } = await program('synth');
  expect([code, err]).toEqual([1, expect.stringMatching(/^releases\.yaml:2:\d+ releases\[0\]\.imageLock/)]);
});

test('images and explain show what is pinned, and images can leave it out', async () => {
  releases(LOCKED);
  const { out } = await program('images', '--only', 'one', '--format', 'plain');
  expect(out.split('\n').slice(0, -1)).toEqual(images.map((image) => `${image}@sha256:${NONE}`));
  const field = 'spec.template.spec.containers[0].image';
  expect((await program('explain', 'one', 'Deployment/runner-manager', field)).out).toContain(`@sha256:${NONE}`);
  // The shell empties the lock before the command that fills it runs.
  write('locks/images.lock', '');
  expect(await program('images', '--no-image-lock', '--format', 'plain')).toMatchObject({
    code: 0,
    out: images.map((image) => `${image}\n`).join(''),
  });
});

test('commands that render without a folder check it', async () => {
  releases(LOCKED);
  lock('locks/images.lock', NONE, images.slice(1));
  write('live.yaml', '');
  for (const command of ['lint', 'requirements', 'report', 'status --against live.yaml', 'delete --plan']) {
    const { out, err } = await program(...command.split(' '));
    expect([command, out + err]).toEqual([command, expect.stringContaining('is missing (image of ')]);
  }
});

test('so do the helpers for tests', () => {
  releases(LOCKED);
  const { spec } = renderRelease(join(cwd, 'releases.yaml'), 'one').find('Deployment', 'runner-manager');
  expect(spec.template.spec.containers[0].image).toMatch(new RegExp(`@sha256:${NONE}$`));
});
