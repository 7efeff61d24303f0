// Releases for Argo CD, Flux and kubectl from one file: the manifests, and the objects that refer to them.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { runProgram } from '../cli/support/run';
import { filesIn } from '../support/files';

const here = join(__dirname, 'delivery');
const expected = join(here, 'expected');

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'delivery-'));
  cpSync(join(here, 'input'), cwd, { recursive: true });
  expect(runProgram(['synth'], { cwd })).toMatchObject({ code: 0, out: '' });
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('every release is rendered for its target, and the objects for Argo CD and Flux are in separate folders', () => {
  const input = filesIn(join(here, 'input'));
  expect(filesIn(cwd).filter((file) => !input.includes(file))).toEqual(filesIn(expected));
});

test.each(filesIn(expected))('%s has exactly this content', (file) => {
  expect(readFileSync(join(cwd, file), 'utf8')).toBe(readFileSync(join(expected, file), 'utf8'));
});

test('a second run writes nothing', () => {
  const { err } = runProgram(['synth'], { cwd });
  expect(err.match(/\d+ files? written/g)).toEqual(['0 files written', '0 files written', '0 files written']);
});

test.each(['dist', 'clusters/argocd', 'clusters/flux'])('%s can be verified', (folder) => {
  expect(runProgram(['verify', folder], { cwd })).toMatchObject({ code: 0, err: '' });
});

const objectsIn = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);

test('each Kustomization for Flux refers to an existing folder, and depends on the one before', () => {
  const { resources, names } = { resources: new Set(filesIn(cwd)), names: new Set<string>() };
  const flux = join(cwd, 'clusters', 'flux');
  const all = filesIn(flux)
    .flatMap((file) => objectsIn(join(flux, file)))
    .filter(({ kind }) => kind === 'Kustomization');
  for (const { metadata, spec } of all) {
    const { path, dependsOn = [] } = spec as { path: string; dependsOn?: { name: string }[] };
    expect(resources).toContain(`${path.slice('./'.length)}/kustomization.yaml`);
    for (const { name } of dependsOn) expect(names).toContain(name);
    names.add(metadata.name);
  }
  expect([...names]).toEqual(['lab-7-main', 'region-south-setup', 'region-south-before-1', 'region-south-main']);
});

test('each Application for Argo CD refers to an existing file', () => {
  const argocd = join(cwd, 'clusters', 'argocd');
  const named = filesIn(argocd).flatMap((file) =>
    objectsIn(join(argocd, file)).map(({ spec }) => {
      const { source } = spec as { source: { path: string; directory: { include: string } } };
      return join(source.path, source.directory.include);
    }),
  );
  expect(named).toEqual(['dist/lab-8.k8s.yaml', 'dist/region-north.k8s.yaml']);
  expect(filesIn(cwd)).toEqual(expect.arrayContaining(named));
});
