// `synth --oci-layout`: the output folders as an artifact that oras, flux or crane can push.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tar } from '../../lib/output/oci/tar';
import { filesIn, textsIn } from '../support/files';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'oci-'));
  writeFileSync(join(cwd, 'red.yaml'), 'color: red\n');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const synth = (...argv: string[]) =>
  run(product, ['synth', 'buoy', '-f', 'red.yaml', '--secrets', 'existing', '--oci-layout', 'image', ...argv], { cwd });

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const blob = ({ digest, size }: Descriptor): Buffer => {
  const content = readFileSync(join(cwd, 'image', 'blobs', 'sha256', digest.slice('sha256:'.length)));
  expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(digest);
  expect(content.length).toBe(size);
  return content;
};

function image() {
  const index = JSON.parse(readFileSync(join(cwd, 'image', 'index.json'), 'utf8'));
  const manifest = JSON.parse(blob(index.manifests[0]).toString());
  const config = JSON.parse(blob(manifest.config).toString());
  return { index, manifest, config, layer: blob(manifest.layers[0]) };
}

/** As tar and gzip read it. */
function extracted(): Record<string, string> {
  const folder = mkdtempSync(join(cwd, 'extracted-'));
  execFileSync('tar', ['-xzf', '-', '-C', folder], { input: image().layer });
  return textsIn(folder);
}

test('contains the output folder under its path, in one layer of the type that Argo CD and Flux read', async () => {
  expect((await synth()).code).toBe(0);
  const { index, manifest, config } = image();
  expect(readFileSync(join(cwd, 'image', 'oci-layout'), 'utf8')).toBe('{"imageLayoutVersion":"1.0.0"}\n');
  expect(index.manifests[0].annotations).toEqual({ 'org.opencontainers.image.ref.name': 'latest' });
  expect(manifest.layers.map(({ mediaType }: Descriptor) => mediaType)).toEqual([
    'application/vnd.oci.image.layer.v1.tar+gzip',
  ]);
  expect(config.rootfs.diff_ids).toHaveLength(1);
  const { '.sandbox-charts.index': _index, ...dist } = textsIn(join(cwd, 'dist'));
  const inArtifact = Object.entries(dist).map(([file, text]) => [`dist/${file}`, text]);
  expect(extracted()).toEqual(Object.fromEntries(inArtifact));
});

test('is the same, byte for byte, for the same manifests', async () => {
  await synth();
  const before = textsIn(join(cwd, 'image'));
  rmSync(join(cwd, 'image'), { recursive: true });
  rmSync(join(cwd, 'dist'), { recursive: true });
  await synth();
  expect(textsIn(join(cwd, 'image'))).toEqual(before);
});

test('has the path that the Kustomizations refer to', async () => {
  const delivery = 'folder=clusters,repo=oci://registry.example.com/deploy,flux.source=deploy,path=live';
  expect((await synth('--target', 'flux', '--delivery', delivery)).code).toBe(0);
  expect(Object.keys(extracted())).toContain('live/buoy/main/kustomization.yaml');
  expect(readFileSync(join(cwd, 'clusters', 'buoy.k8s.yaml'), 'utf8')).toContain('path: ./live/buoy/main\n');
});

test('a second run replaces the image, and leaves no blob behind', async () => {
  await synth();
  const before = image().index.manifests[0].digest;
  writeFileSync(join(cwd, 'red.yaml'), 'color: blue\n');
  await synth();
  expect(image().index.manifests[0].digest).not.toBe(before);
  expect(readdirSync(join(cwd, 'image', 'blobs', 'sha256'))).toHaveLength(3);
  expect(extracted()['dist/buoy.k8s.yaml']).toContain('color: blue');
});

test('verify does not treat it as a recorded flag', async () => {
  await synth();
  expect(await run(product, ['verify'], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'dist', '.sandbox-charts.index'), 'utf8')).not.toContain('oci');
});

test('manifests with credentials are not packed', async () => {
  const argv = ['synth', 'buoy', '-f', 'red.yaml', '--set', 'code=xyzzy', '--oci-layout', 'image'];
  const { code, err } = await run(product, argv, { cwd });
  expect(code).toBe(1);
  expect(err).toContain('image was not written: dist/buoy.k8s.yaml contains credentials');
  expect(existsSync(join(cwd, 'image'))).toBe(false);
});

test.each([
  ['in the output folder', 'dist/image', 'must be separate'],
  ['around it', '.', 'must be separate'],
])('a folder %s is refused before anything is written', async (_where, folder, message) => {
  const { code, err } = await synth('--oci-layout', folder);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(existsSync(join(cwd, 'dist'))).toBe(false);
});

test('a folder with other files is not touched', async () => {
  mkdirSync(join(cwd, 'image'));
  writeFileSync(join(cwd, 'image', 'notes.txt'), 'mine\n');
  const { code, err } = await synth();
  expect(code).toBe(1);
  expect(err).toContain('is not empty and does not contain an OCI image layout');
  expect(filesIn(join(cwd, 'image'))).toEqual(['notes.txt']);
});

test('links below the current folder are not followed', async () => {
  mkdirSync(join(cwd, 'elsewhere'));
  symlinkSync('elsewhere', join(cwd, 'image'));
  expect((await synth()).code).toBe(1);
  expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([]);
});

test('tar reads long names, empty files and files of any size', () => {
  const sizes = [0, 1, 511, 512, 513, 70_000];
  const files = sizes.map((size) => ({
    path: `dist/${'é'.repeat(90)}/${size}.yaml`,
    content: Buffer.alloc(size, 'a'),
  }));
  const folder = mkdtempSync(join(cwd, 'long-'));
  execFileSync('tar', ['-xf', '-', '-C', folder], { input: tar(files) });
  const texts = Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
  expect(textsIn(folder)).toEqual(texts);
});
