// `images` and `--image-lock`, with the charts themselves.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { root, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'images-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
/** The example of a chart, in the current folder. */
function example(chart: string): string {
  const file = `${chart}.yaml`;
  writeFileSync(join(cwd, file), readFileSync(join(root, 'charts', chart, 'example.values.yaml')));
  return file;
}
const lines = (text: string) => text.split('\n').slice(0, -1);

/** A lock with a line for each image. */
function lock(images: readonly string[]): void {
  const text = images.map((image, index) => `${image} sha256:${String(index).padStart(64, '0')}\n`).join('');
  writeFileSync(join(cwd, 'images.lock'), text);
}

const written = () =>
  readdirSync(join(cwd, 'dist'))
    .filter((file) => file.endsWith('.k8s.yaml'))
    .map((file) => readFileSync(join(cwd, 'dist', file), 'utf8'))
    .join('');

const runs = registry.map(({ name }) => name);

test.each(runs)('%s: every image is listed and pinned, and the lock is part of what is verified', async (chart) => {
  const release = [chart, '-f', example(chart)];
  const { out, code, err } = await program('images', ...release, '--format', 'plain');
  expect([code, err]).toEqual([0, '']);
  const images = lines(out);
  lock(images);
  expect((await program('synth', ...release, '--image-lock', 'images.lock')).code).toBe(0);
  const text = written();
  const used = [...text.matchAll(/^\s*(?:- )?image: (\S+)$/gm)].map(([, image = '']) => image);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
  for (const image of images) {
    expect({ image, bare: new RegExp(`${image.replaceAll('.', '\\.')}(?!@)$`, 'm').test(text) }).toEqual({
      image,
      bare: false,
    });
  }
  expect(await program('verify')).toMatchObject({ code: 0 });
  expect(await program('diff')).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'images.lock'), `${readFileSync(join(cwd, 'images.lock'), 'utf8')}# more\n`);
  const verified = await program('verify');
  expect([verified.code, verified.out]).toEqual([
    1,
    expect.stringContaining('input images.lock changed since it was rendered'),
  ]);
});

test('an image without a line fails, with all others, and nothing is written', async () => {
  const release = ['runner-manager', '-f', example('runner-manager')];
  const images = lines((await program('images', ...release, '--format', 'plain')).out);
  lock(images.slice(1));
  const { code, err } = await program('synth', ...release, '--image-lock', 'images.lock');
  expect([code, err]).toEqual([1, expect.stringContaining(`images.lock: ${images[0]} is missing (image of `)]);
  expect(readdirSync(cwd).sort()).toEqual(['images.lock', 'runner-manager.yaml']);
});

test('a Job gets another name when its image does', async () => {
  const release = ['daytona-region', '-f', example('daytona-region'), '--stdout'];
  const job = (text: string) => /daytona-region-region-registration-[0-9a-f]{10}/.exec(text)?.[0];
  lock(lines((await program('images', ...release.slice(0, 3), '--format', 'plain')).out));
  const [bare, pinned] = [
    await program('synth', ...release),
    await program('synth', ...release, '--image-lock', 'images.lock'),
  ];
  expect(job(bare.out)).toBeDefined();
  expect(job(pinned.out)).not.toBe(job(bare.out));
});

test('images that only variables name are listed and pinned', async () => {
  const set = ['--set', 'image.tag=v0.174.0-amd64,runner.image.tag=v0.207.0'];
  const release = ['runner-manager', '-f', example('runner-manager'), ...set];
  const { out } = await program('images', ...release);
  expect(out).toContain('variable RUNNER_POD_IMAGE');
  expect(out).toContain('variable PLACEHOLDER_POD_IMAGE');
  expect((await program('images', 'daytona', '-f', example('daytona'))).out).toContain('variable DEFAULT_SNAPSHOT\n');
});

test('a mirror in the values: the source is what the chart names', async () => {
  const mirror = ['--set', 'global.imageRegistry=registry.example.com/mirror', '--format', 'json'];
  const { out } = await program('images', 'daytona', '-f', example('daytona'), ...mirror);
  const images = JSON.parse(out) as { image: string; source: string; mirror?: string }[];
  expect(images.find(({ image }) => image.includes('pause'))).toMatchObject({
    source: 'registry.k8s.io/pause:3.6',
    mirror: 'registry.example.com/mirror/pause:3.6',
  });
  expect(images.filter(({ mirror: copy }) => copy === undefined)).toEqual([]);
});

test('images of virtual machines are listed, but not copied', async () => {
  const release = ['peerpods', '-f', example('peerpods')];
  expect((await program('images', ...release)).out).toMatch(
    /ami-\w+ \(virtual machine image\)\n {2}source: Amazon Web Services/,
  );
  expect((await program('images', ...release, '--format', 'plain')).out).not.toContain('ami-');
});

test('several charts, and a releases file', async () => {
  const { out, code } = await program('images', 'daytona-region', 'runner-manager', '-f', example('daytona-region'));
  expect([code, out]).toEqual([1, '']);
  writeFileSync(
    join(cwd, 'releases.yaml'),
    JSON.stringify({
      releases: ['daytona-region', 'runner-manager'].map((chart) => ({
        name: chart,
        chart,
        values: [`${chart}.yaml`],
      })),
    }),
  );
  for (const chart of ['daytona-region', 'runner-manager']) example(chart);
  const all = await program('images');
  expect(all.out).toContain('  daytona-region: Deployment');
  expect(all.out).toContain('  runner-manager: Deployment');
  expect((await program('images', '--only', 'runner-manager')).out).not.toContain('httpd');
});

test.each([
  [['images', 'daytona', 'runner-manager', '--name', 'x'], '--name is for a single chart'],
  [['images', 'daytona', '-c', 'x.yaml'], '-c renders a releases file: remove the chart argument'],
  [['images', 'daytonna'], 'unknown chart daytonna (did you mean daytona?)'],
  [['synth', 'daytona', '--image-lock', ''], '--image-lock "" must not be empty'],
])('%j: %s', async (argv, message) => {
  const { code, err } = await program(...argv);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('a lock that cannot be read is an error with its name', async () => {
  const { code, err } = await program('synth', 'daytona', '-f', example('daytona'), '--image-lock', 'none.lock');
  expect([code, err]).toEqual([1, expect.stringContaining('none.lock: ')]);
});
