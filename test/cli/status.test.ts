// `status`: the objects of the selected releases in the state of a cluster.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'status-'));
  const values = {
    session: { userId: 'ada' },
    rootfs: { imageUrl: 'https://images.example.com/rootfs.ext4' },
    global: { imageRegistry: 'registry.example.com' },
    codeServer: { existingSecret: 'vscode' },
  };
  const releases = ['a', 'b'].map((name) => ({ name, set: { session: { id: name } } }));
  write('lab.yaml', values);
  write('releases.yaml', { defaults: { chart: 'dozlab-session', namespace: 'labs', values: ['lab.yaml'] }, releases });
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (file: string, content: object) => writeFileSync(join(cwd, file), JSON.stringify(content));
const program = (argv: readonly string[], stdin?: string) =>
  run({ version: '1.2.3', registry }, argv, { cwd, ...(stdin === undefined ? {} : { stdin }) });

/** Everything as rendered; the pods of the named releases are ready. */
async function state(...readyReleases: string[]): Promise<string> {
  const { out } = await program(['synth', '--stdout']);
  const items = parseAllDocuments(out).map((document) => document.toJS() as Manifest);
  const live = items.map((item) =>
    item.kind !== 'Pod' || !readyReleases.some((name) => item.metadata.name.endsWith(`-${name}`))
      ? item
      : { ...item, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
  );
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: live });
}

test('everything is healthy: exit 0', async () => {
  expect(await program(['status', '--against', '-'], await state('a', 'b'))).toEqual({
    code: 0,
    err: '',
    out: 'a: 3 healthy\nb: 3 healthy\n',
  });
});

test('something is not: exit 1, and a reason; --only selects releases', async () => {
  writeFileSync(join(cwd, 'state.json'), await state('a'));
  expect(await program(['status', '--against', 'state.json'])).toEqual({
    code: 1,
    err: '',
    out: 'a: 3 healthy\nb: 1 not healthy, 2 healthy\n  pending: Pod labs/lab-session-b: has not started\n',
  });
  expect(await program(['status', '--against', 'state.json', '--only', 'a'])).toMatchObject({ code: 0 });
});

test('JSON, for the releases that the index of the output folder recorded', async () => {
  await program(['synth', '--only', 'b']);
  const { code, out } = await program(['status', '--against', '-', '--format', 'json'], await state());
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual([
    {
      release: 'b',
      healthy: false,
      healthyObjects: 2,
      unhealthy: [{ object: 'Pod labs/lab-session-b', health: 'pending', why: 'has not started', details: [] }],
      notes: [],
      unknown: [],
    },
  ]);
});

test.each<[string, readonly string[], string, number, string]>([
  ['no state', ['status'], '', 2, "required option '--against <file>' not specified"],
  ['no such file', ['status', '--against', 'none.json'], '', 1, 'none.json'],
  ['no manifests', ['status', '--against', '-'], '{', 1, '<stdin>'],
  [
    'standard input twice',
    ['status', 'dozlab-session', '-f', '-', '--against', '-'],
    '',
    2,
    'standard input can only be read once',
  ],
])('%s', async (_, argv, stdin, code, message) => {
  expect(await program(argv, stdin)).toEqual({ code, out: '', err: expect.stringContaining(message) });
});
