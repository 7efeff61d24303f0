// `synth --shard` and `merge`: together, the shards write what one run writes.

import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import { filesIn } from '../support/files';
import { product } from './support/product';
import { type Run, run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'shard-'));
  writeFileSync(join(cwd, 'releases.yaml'), RELEASES);
  writeRows(20);
});
afterEach(() => rmSync(cwd, { recursive: true }));

const RELEASES = `defaults: {chart: buoy, set: {color: red}}
releases:
  - {name: "{{ row.name }}", namespace: "{{ row.name }}", forEach: buoys.csv, set: {code: "{{ row.code }}"}}
`;

const call = (...argv: string[]): Promise<Run> => run(product, argv, { cwd });

async function done(...argv: string[]): Promise<string> {
  const { code, err } = await call(...argv);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return err;
}

async function refused(...argv: string[]): Promise<string> {
  const { code, err } = await call(...argv);
  expect(code).not.toBe(0);
  return err;
}

function writeRows(count: number, change = (id: number) => `c${id}`): void {
  const rows = Array.from({ length: count }, (_, id) => `buoy-${id},${change(id)}\n`);
  writeFileSync(join(cwd, 'buoys.csv'), `name,code\n${rows.join('')}`);
}

const numbers = (of: number) => Array.from({ length: of }, (_, at) => at + 1);

/** Every file with its text and mode. */
const contents = (folder: string) =>
  Object.fromEntries(
    filesIn(join(cwd, folder)).map((file) => {
      const path = join(cwd, folder, file);
      return [file, `${(statSync(path).mode & 0o777).toString(8)} ${readFileSync(path, 'utf8')}`];
    }),
  );

/** What one run writes into an empty folder. */
async function whole(...flags: string[]) {
  await done('synth', '-o', 'whole', ...flags);
  return contents('whole');
}

/** Renders each shard into a copy of `dist`, as jobs with their own checkout do, and merges them. */
async function inJobs(of: number): Promise<void> {
  for (const number of numbers(of)) {
    rmSync(join(cwd, `job-${number}`), { recursive: true, force: true });
    try {
      cpSync(join(cwd, 'dist'), join(cwd, `job-${number}`), { recursive: true });
    } catch {
      // The first run.
    }
    await done('synth', '-o', `job-${number}`, '--shard', `${number}/${of}`);
  }
  await done('merge', ...numbers(of).map((number) => `job-${number}`));
}

test.each([1, 2, 3, 30])('%d shards into the same folder are what one run writes', async (of) => {
  for (const number of numbers(of).reverse()) await done('synth', '--shard', `${number}/${of}`);
  expect(contents('dist')).toEqual(await whole());
});

test.each([2, 3, 30])('%d shards from separate folders, merged, are what one run writes', async (of) => {
  await inJobs(of);
  expect(contents('dist')).toEqual(await whole());
});

test('each release is in exactly one shard, whatever the others are', async () => {
  for (const number of numbers(3)) await done('synth', '-o', `job-${number}`, '--shard', `${number}/3`);
  const before = numbers(3).map((number) => filesIn(join(cwd, `job-${number}`)));
  expect(before.map((files) => files.length > 2)).toEqual([true, true, true]);
  writeRows(19);
  for (const number of numbers(3)) await done('synth', '-o', `job-${number}`, '--shard', `${number}/3`);
  const after = numbers(3).map((number) => filesIn(join(cwd, `job-${number}`)));
  expect(before.flat().filter((file) => !after.flat().includes(file))).toEqual(['buoy-19.k8s.yaml']);
});

describe('removed and changed rows', () => {
  test('are removed and changed by their own shard only', async () => {
    await done('synth');
    writeRows(10, (id) => (id === 3 ? 'new' : `c${id}`));
    await done('synth', '--shard', '1/2');
    const between = filesIn(join(cwd, 'dist'));
    expect(between.length).toBeGreaterThan(10 + 1);
    expect(between.length).toBeLessThan(20 + 1);
    await done('synth', '--shard', '2/2');
    expect(contents('dist')).toEqual(await whole());
  });

  test('are removed and changed by a merge', async () => {
    await inJobs(3);
    writeRows(10, (id) => (id === 3 ? 'new' : `c${id}`));
    await inJobs(2);
    expect(contents('dist')).toEqual(await whole());
  });

  test('an edited file of a removed row is kept', async () => {
    await inJobs(2);
    const file = join(cwd, 'dist', 'buoy-19.k8s.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
    writeRows(19);
    for (const number of numbers(2)) rmSync(join(cwd, `job-${number}`), { recursive: true });
    for (const number of numbers(2)) await done('synth', '-o', `job-${number}`, '--shard', `${number}/2`);
    const { code, err } = await call('merge', 'job-1', 'job-2');
    expect(code).toBe(0);
    expect(err).toContain('buoy-19.k8s.yaml is no longer rendered but was edited, so it was kept');
  });

  test('the last row of a shard is removed, too', async () => {
    await inJobs(2);
    writeFileSync(join(cwd, 'releases.yaml'), 'releases: [{name: other, chart: buoy, set: {color: red}}]\n');
    for (const number of numbers(2)) await done('synth', '--shard', `${number}/2`);
    expect(contents('dist')).toEqual(await whole());
  });
});

test('another number of shards starts over, and a run without shards completes the folder', async () => {
  await done('synth', '--shard', '1/3');
  await done('synth', '--shard', '1/2');
  const shards = () => (JSON.parse(readFileSync(join(cwd, 'dist', INDEX_FILE), 'utf8')) as { shards?: unknown }).shards;
  expect(shards()).toEqual({ of: 2, written: [1] });
  await done('synth', '--only', 'buoy-1');
  expect(shards()).toEqual({ of: 2, written: [1] });
  await done('synth');
  expect(contents('dist')).toEqual(await whole());
});

test('objects for Argo CD, with an ApplicationSet, are what one run writes', async () => {
  const delivery = `{folder: apps, repo: https://example.com/labs.git, path: dist, argocd: {applicationSet: buoys}}`;
  writeFileSync(
    join(cwd, 'releases.yaml'),
    RELEASES.replace('defaults: {', `defaults: {target: argocd, delivery: ${delivery}, `),
  );
  await done('synth', '-o', 'dist');
  const [dist, apps] = [contents('dist'), contents('apps')];
  for (const folder of ['dist', 'apps']) rmSync(join(cwd, folder), { recursive: true });
  for (const number of numbers(3)) await done('synth', '-o', 'dist', '--shard', `${number}/3`);
  expect([contents('dist'), contents('apps')]).toEqual([dist, apps]);
});

test.each([
  [['synth', '--shard', '0/3'], '--shard "0/3" (expected I/N from 1/1 to 1000/1000)'],
  [['synth', '--shard', '4/3'], '--shard "4/3"'],
  [['synth', '--shard', '1/1001'], '--shard "1/1001"'],
  [['synth', '--shard', 'first'], '--shard "first"'],
  [['synth', 'buoy', '--shard', '1/2'], '--shard splits a releases file: remove the chart argument'],
  [['synth', '--only', 'buoy-1', '--shard', '1/2'], '--only'],
  [['merge', 'gone'], 'gone: no such folder'],
  [['merge', '.'], '. and the output folder dist must be separate'],
  [['merge', 'job-1'], 'shard 2/2 is missing'],
  [['merge', 'job-1', 'job-1'], 'job-1 and job-1 both contain shard 1/2'],
  [['merge', 'job-1', 'third'], 'third: is one of 3 shards, and job-1 one of 2'],
  [['merge', 'whole'], 'whole: was not written with --shard, or is complete'],
])('%j is refused, and nothing is written', async (argv, message) => {
  await done('synth', '-o', 'job-1', '--shard', '1/2');
  await done('synth', '-o', 'third', '--shard', '1/3');
  await done('synth', '-o', 'whole');
  expect(await refused(...argv)).toContain(message);
  expect(filesIn(cwd).filter((file) => file.startsWith('dist'))).toEqual([]);
});

describe('a damaged shard is refused:', () => {
  beforeEach(async () => {
    for (const number of numbers(2)) await done('synth', '-o', `job-${number}`, '--shard', `${number}/2`);
  });
  const some = () => filesIn(join(cwd, 'job-1')).find((file) => file.endsWith('.k8s.yaml')) ?? '';

  test('an edited file', async () => {
    const file = join(cwd, 'job-1', some());
    writeFileSync(file, readFileSync(file, 'utf8').replace('red', 'blue'));
    expect(await refused('merge', 'job-1', 'job-2')).toContain(`job-1/${some()} was edited after it was written`);
  });

  test('a missing file', async () => {
    const file = some();
    rmSync(join(cwd, 'job-1', file));
    expect(await refused('merge', 'job-1', 'job-2')).toContain(`job-1/${file} is missing, or is not a regular file`);
  });

  test.each([
    { of: 2, written: [] },
    { of: 2, written: [3] },
    { of: 3, written: [2, 1] },
    { of: 2 },
    'all',
    { of: '2', written: [1], by: 1 },
  ])('the index has shards %j', async (shards) => {
    const file = join(cwd, 'job-1', INDEX_FILE);
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), shards }));
    expect(await refused('merge', 'job-1', 'job-2')).toContain('shards: must be the number of shards');
  });

  test('releases of two shards with the same object', async () => {
    const rows = ['north', 'south', 'east', 'west'].map(
      (name) => `  - {name: ${name}, chart: buoy, set: {color: red, fullnameOverride: same}}\n`,
    );
    writeFileSync(join(cwd, 'releases.yaml'), `releases:\n${rows.slice(0, 1).join('')}`);
    for (const number of numbers(2)) await done('synth', '-o', `job-${number}`, '--shard', `${number}/2`);
    const owner = filesIn(join(cwd, 'job-1')).length > 1 ? 1 : 2;
    // The other shard gets a release of the same name for its objects.
    for (const row of rows.slice(1)) {
      writeFileSync(join(cwd, 'releases.yaml'), `releases:\n${row}`);
      await done('synth', '-o', `job-${3 - owner}`, '--shard', `${3 - owner}/2`);
      if (filesIn(join(cwd, `job-${3 - owner}`)).length > 1) break;
    }
    expect(await refused('merge', 'job-1', 'job-2')).toContain('both contain ConfigMap sea/same');
  });
});
