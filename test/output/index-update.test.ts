// The index after a run that was killed, and after one that kept an edited file.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { readIndex } from '../../lib/output/index/parse-index';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import { OutputTree } from '../../lib/output/tree/output-tree';
import { OutputWriter } from '../../lib/output/writer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-update-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const configMap = (name: string, value = '1'): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'labs' },
  data: { value },
});

function write(release: string, ...objects: Manifest[]) {
  const writer = new OutputWriter({ folder, layout: 'objects', tool: '1.0.0', prune: false });
  writer.add({ name: release, objects });
  return writer.commit();
}

function filesOf(release: string): Readonly<Record<string, string>> {
  const tree = OutputTree.open({ folder });
  const files = readIndex(tree).releases.get(release) ?? {};
  tree?.close();
  return files;
}

const ONE = 'a/001-labs-configmap-one.yaml';
const TWO = 'a/002-labs-configmap-two.yaml';
const KUSTOMIZATION = 'a/kustomization.yaml';
const index = () => JSON.parse(readFileSync(join(folder, INDEX_FILE), 'utf8')) as { releases: object };

describe('a run that was killed after it had written some of its files', () => {
  /** The index as that run left it: the files of the run before, and its own as pending. */
  async function killed(after: () => void = () => undefined) {
    await write('a', configMap('one'));
    const before = index();
    await write('a', configMap('one', '2'), configMap('two'));
    const written = filesOf('a');
    writeFileSync(join(folder, INDEX_FILE), JSON.stringify({ ...before, pending: index().releases }));
    after();
    await write('b', configMap('other'));
    return written;
  }

  test('the next run lists them with their new contents', async () => {
    const written = await killed();
    expect(filesOf('a')).toEqual(written);
  });

  test('a file that it had not replaced yet is listed with its earlier contents', async () => {
    await write('a', configMap('one'));
    const text = readFileSync(join(folder, ONE), 'utf8');
    const { [ONE]: earlier } = filesOf('a');
    const written = await killed(() => writeFileSync(join(folder, ONE), text));
    expect(filesOf('a')).toEqual({ ...written, [ONE]: earlier });
  });

  test('a file that it had not written yet is not listed', async () => {
    await killed(() => rmSync(join(folder, TWO)));
    expect(Object.keys(filesOf('a'))).toEqual([ONE, KUSTOMIZATION]);
  });
});

test('an edited file that is no longer rendered is listed next to the rendered ones until it is deleted', async () => {
  await write('a', configMap('one'), configMap('two'));
  writeFileSync(join(folder, TWO), '# mine\n');
  for (const _time of ['first', 'again']) {
    expect(await write('a', configMap('one'))).toMatchObject({ removed: [], kept: [TWO] });
    expect(Object.keys(filesOf('a')).sort()).toEqual([ONE, TWO, KUSTOMIZATION]);
  }
  rmSync(join(folder, TWO));
  await write('a', configMap('one'));
  expect(Object.keys(filesOf('a'))).toEqual([ONE, KUSTOMIZATION]);
});
