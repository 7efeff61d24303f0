// `writeReleases`, as programs of users call it.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { system as session } from '../../charts/dozlab-session';
import { writeReleases } from '../../lib/output/write-releases';
import { type Finished, runPipeline } from '../../lib/pipeline/pipeline';
import { renderRelease } from '../../lib/render/render';
import { programLayer, resolve } from '../../lib/values/resolve';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'write-'));
  folder = join(parent, 'out');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function lab(name: string): Finished {
  const layer = programLayer({
    session: { id: name, userId: 'ada' },
    rootfs: { imageUrl: 'https://images.example.com/lab.ext4' },
    codeServer: { password: 'Zx81-correct-horse' },
  });
  const { values } = resolve(session.schema, session.rules, [layer]);
  return runPipeline(renderRelease(session, { name, namespace: 'labs', values }), {});
}

const files = () => readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('writes a file per release, and tells which contain credentials', async () => {
  const result = await writeReleases(folder, [lab('a'), lab('b')]);
  expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  expect(result).toEqual({
    changed: ['a.k8s.yaml', 'b.k8s.yaml'],
    unchanged: [],
    removed: [],
    kept: [],
    secret: ['a.k8s.yaml', 'b.k8s.yaml'],
  });
  expect(statSync(join(folder, 'a.k8s.yaml')).mode & 0o777).toBe(0o600);
});

test('a second run changes nothing, and removes the files of other releases only with prune', async () => {
  await writeReleases(folder, [lab('a'), lab('b')]);
  expect(await writeReleases(folder, [lab('a')])).toMatchObject({ unchanged: ['a.k8s.yaml'], removed: [] });
  expect(await writeReleases(folder, [lab('a')], { prune: true })).toMatchObject({ removed: ['b.k8s.yaml'] });
  expect(files()).toEqual(['a.k8s.yaml']);
});

test('one file per object', async () => {
  await writeReleases(folder, [lab('a')], { layout: 'objects' });
  expect(readdirSync(join(folder, 'a')).length).toBeGreaterThan(1);
});

test('if rendering fails, the folder stays as it was', async () => {
  function* failing() {
    yield lab('a');
    throw new Error('no more');
  }
  await expect(writeReleases(folder, failing())).rejects.toThrow('no more');
  expect(existsSync(folder)).toBe(false);
});

test("a file of the user's own is neither overwritten nor removed", async () => {
  await writeReleases(folder, [lab('b')]);
  writeFileSync(join(folder, 'a.k8s.yaml'), 'mine');
  await expect(writeReleases(folder, [lab('a')], { prune: true })).rejects.toThrow(
    `not written by this tool, so not overwritten: ${join(folder, 'a.k8s.yaml')}`,
  );
  expect(readFileSync(join(folder, 'a.k8s.yaml'), 'utf8')).toBe('mine');
  expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
});

test('two releases with one name are an error', async () => {
  await expect(writeReleases(folder, [lab('a'), lab('a')])).rejects.toThrow('release a is rendered twice');
  expect(existsSync(folder)).toBe(false);
});
