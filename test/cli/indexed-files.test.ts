// The files of releases, found through the index of an output folder.

import { IndexedFiles } from '../../cli/files/indexed-files';
import type { TextFiles } from '../../cli/files/text-files';
import { INDEX_FILE } from '../../lib/output/tree/file-names';

const HASH = 'A'.repeat(22);
const INDEX = JSON.stringify({
  tool: '1.2.3',
  releases: { a: { 'a.k8s.yaml': HASH, 'a.requirements.yaml': HASH }, b: { 'b.k8s.yaml': HASH } },
  recipes: { a: { chart: 'dozlab-session', layout: 'release', flags: {}, inputs: {} } },
});

/** A folder, and how often each of its files was read. */
function folder(files: Readonly<Record<string, string>>): { files: TextFiles; reads: Record<string, number> } {
  const reads: Record<string, number> = {};
  const read = (path: string) => {
    reads[path] = (reads[path] ?? 0) + 1;
    return files[path] ?? '';
  };
  return { files: { name: 'dist', paths: Object.keys(files), nameOf: (path) => `dist/${path}`, read }, reads };
}

test('with an index, which is read once for all releases: the listed files that exist', () => {
  const { files, reads } = folder({ [INDEX_FILE]: INDEX, 'a.k8s.yaml': 'A', 'b.k8s.yaml': 'B', 'own.yaml': 'C' });
  const indexed = new IndexedFiles(files);
  expect(indexed.layouts).toEqual([['a', 'release']]);
  expect(['a', 'b', 'unknown', 'constructor'].map((release) => indexed.of([release]).map(({ text }) => text))).toEqual([
    ...[['A'], ['B']],
    ...[[], []],
  ]);
  expect(indexed.all().map(({ source }) => source)).toEqual(['dist/a.k8s.yaml', 'dist/b.k8s.yaml']);
  expect(reads[INDEX_FILE]).toBe(1);
});

test('without one: all files', () => {
  const indexed = new IndexedFiles(folder({ 'own.yaml': 'C' }).files);
  expect(indexed.of(['a'])).toEqual([{ source: 'dist/own.yaml', text: 'C' }]);
  expect([indexed.layouts, indexed.isEmpty, indexed.name]).toEqual([[], false, 'dist']);
  expect(new IndexedFiles(folder({}).files).isEmpty).toBe(true);
});
