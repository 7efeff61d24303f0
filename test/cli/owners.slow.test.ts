// Two releases that contain the same object are an error: applying one would overwrite the other.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Owners } from '../../cli/run/output/owners';
import { filesIn, textsIn } from '../support/files';
import { product } from './support/product';
import { run, runProgram } from './support/run';

const object = (name: string, namespace?: string, kind = 'Secret', apiVersion = 'v1') => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

const owner = (release: string, ...objects: ReturnType<typeof object>[]) => ({ release, folder: '/dist', objects });

function messageOf(...owners: Parameters<Owners['add']>[0][]): string {
  const all = new Owners();
  for (const each of owners) all.add(each);
  try {
    all.demandUnshared();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const RENAME = '(give one of them a different name or namespace)';

test('one line for the same releases, in any order', () => {
  const c = owner('c', object('y', 'n'), object('x', 'n'), object('alone'));
  const b = owner('b', object('x', 'n'), object('z'));
  expect(messageOf(owner('a', object('z')), c, b)).toBe(
    `a and b both contain Secret z ${RENAME}\nb and c both contain Secret n/x ${RENAME}`,
  );
});

test('the API version does not make an object a different one, but its group and kind do', () => {
  const shared = messageOf(
    owner('a', object('x', 'n', 'HorizontalPodAutoscaler', 'autoscaling/v1')),
    owner('b', object('x', 'n', 'HorizontalPodAutoscaler', 'autoscaling/v2')),
  );
  expect(shared).toContain('both contain HorizontalPodAutoscaler n/x');
  expect(messageOf(owner('a', object('x', 'n', 'Role', 'a/v1')), owner('b', object('x', 'n', 'Role', 'b/v1')))).toBe(
    '',
  );
  expect(messageOf(owner('a', object('x', 'n')), owner('b', object('x', 'm')))).toBe('');
});

test('a Namespace has its own hint', () => {
  expect(
    messageOf(
      owner('a', object('n', undefined, 'Namespace'), object('x', 'n')),
      owner('b', object('n', undefined, 'Namespace'), object('x', 'n')),
    ),
  ).toBe(
    `a and b both contain Namespace n (set createNamespace in only one of them)\na and b both contain Secret n/x ${RENAME}`,
  );
});

test('many releases are one problem, and further problems are only counted', () => {
  const many = Array.from({ length: 20 }, (_, at) => owner(`r${at + 10}`, object('x'), object('y')));
  expect(messageOf(...many)).toBe(`r10 and 19 more all contain Secret x and 1 more ${RENAME}`);
  const pairs = ['s', 't'].flatMap((letter) =>
    Array.from({ length: 20 }, (_, at) => owner(`${letter}${at}`, object(`only-${at}`))),
  );
  const lines = messageOf(...pairs).split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('10 more groups of releases share objects');
});

test('clusters and folders separate releases', () => {
  const [a, b] = [owner('a', object('x')), owner('b', object('x'))];
  expect(messageOf({ ...a, folder: '/one' }, { ...b, folder: '/two' })).toBe(
    'a and b both contain Secret x (give one of them a different name or namespace, or set cluster: in the releases file if they go to different clusters)',
  );
  expect(messageOf({ ...a, folder: '/one', cluster: 'one' }, { ...b, folder: '/two', cluster: 'two' })).toBe('');
  // A folder is applied as a whole.
  expect(messageOf({ ...a, cluster: 'one' }, { ...b, cluster: 'two' })).toBe(`a and b both contain Secret x ${RENAME}`);
});

describe('the command line', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'owners-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const synth = (...argv: string[]) => run(product, ['synth', ...argv], { cwd });
  const releases = (...entries: string[]) =>
    writeFileSync(join(cwd, 'releases.yaml'), `releases:\n${entries.map((entry) => `- ${entry}\n`).join('')}`);
  const release = (name: string, more = '') =>
    `{name: ${name}, chart: buoy${more}, set: {color: red, fullnameOverride: same}}`;
  const problem = 'a and b both contain ConfigMap sea/same and 1 more (give one of them a different name or namespace';

  test.each([
    ['files', []],
    ['a stream', ['--stdout']],
    ['a file per object', ['--layout', 'objects']],
    ['stages', ['--target', 'flux']],
    ['sync waves', ['--target', 'argocd']],
    ['an ApplySet', ['--applyset', 'set']],
  ])('synth refuses them as %s, and writes nothing', async (_what, argv) => {
    releases(release('a'), release('b'));
    const { code, out, err } = await synth(...argv);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^(warning: .*\n)?a and b both .*\n1 problem; nothing was written\n$/);
    expect(err).toContain(`${problem})\n`);
    expect(filesIn(cwd)).toEqual(['releases.yaml']);
  });

  test('with a delivery, too', async () => {
    const delivery = ', target: argocd, delivery: {folder: apps, repo: "https://git.example.com/a.git"}';
    releases(release('a', delivery), release('b', delivery));
    const { code, err } = await synth('--secrets', 'existing');
    expect(code).toBe(1);
    expect(err).toContain('a and b both contain ConfigMap sea/same (give');
    expect(filesIn(cwd)).toEqual(['releases.yaml']);
  });

  test.each(['diff', 'requirements'])('%s refuses them, too', async (command) => {
    releases(release('a'), release('b'));
    const { code, err } = await run(product, [command], { cwd });
    expect(code).not.toBe(0);
    expect(err).toContain(problem);
  });

  test('another namespace separates them', async () => {
    releases(
      '{name: a, chart: buoy, set: {color: red, fullnameOverride: same}}',
      '{name: b, chart: buoy, set: {color: red, fullnameOverride: same}, namespace: lake}',
    );
    expect((await synth()).code).toBe(0);
  });

  test('folders of the same cluster conflict, those of different clusters do not', async () => {
    releases(release('a', ', output: one'), release('b', ', output: two'));
    expect((await synth()).err).toContain(`${problem}, or set cluster:`);
    releases(release('a', ', output: one, cluster: one'), release('b', ', output: two, cluster: two'));
    expect((await synth()).code).toBe(0);
    expect((await synth('-o', 'dist')).err).toContain(problem);
    expect((await synth('--stdout')).err).toContain(problem);
  });

  test('a release that an earlier run wrote to the folder keeps its objects', async () => {
    const of = (name: string) => ['buoy', '--name', name, '--set', 'color=red,fullnameOverride=same'];
    expect((await synth(...of('a'))).code).toBe(0);
    const before = textsIn(cwd);
    const { code, err } = await synth(...of('b'));
    expect([code, err]).toEqual([
      1,
      'b and a (rendered to dist earlier) both contain ConfigMap sea/same and 1 more (give one of them a different name or namespace, or delete the files of a from dist)\n1 problem; nothing was written\n',
    ]);
    expect(textsIn(cwd)).toEqual(before);
    // The same release again, another folder, and a folder without its files.
    expect((await synth(...of('a'), '--set', 'bells=2')).code).toBe(0);
    expect((await synth(...of('b'), '-o', 'other')).code).toBe(0);
    rmSync(join(cwd, 'dist', 'a.k8s.yaml'));
    expect((await synth(...of('b'))).code).toBe(0);
  });

  test.each([['--layout', 'objects'], ['--target', 'flux'], []])(
    'so does one in a folder of its own (%s %s)',
    async (...argv) => {
      const of = (name: string) => ['buoy', '--name', name, '--set', 'color=red,fullnameOverride=same'];
      expect((await synth(...of('a'), ...argv)).code).toBe(0);
      expect((await synth(...of('b'))).err).toContain('b and a (rendered to dist earlier) both contain');
    },
  );

  test('so does one whose file has been reformatted', async () => {
    const of = (name: string) => ['buoy', '--name', name, '--set', 'color=red,fullnameOverride=same'];
    expect((await synth(...of('a'))).code).toBe(0);
    const file = join(cwd, 'dist', 'a.k8s.yaml');
    writeFileSync(file, `# edited\n${readFileSync(file, 'utf8')}`);
    expect((await synth(...of('b'))).err).toContain('b and a (rendered to dist earlier) both contain');
    writeFileSync(file, '{ not YAML');
    expect((await synth(...of('b'))).code).toBe(0);
  });

  test('a release that is removed in the same run does not conflict', async () => {
    releases(release('a'));
    expect((await synth()).code).toBe(0);
    releases(release('b'));
    expect((await synth()).code).toBe(0);
    expect(filesIn(join(cwd, 'dist'))).not.toContain('a.k8s.yaml');
  });

  test('--only checks against the releases that stay', async () => {
    releases(release('a'), release('b').replace('same', 'own'));
    expect((await synth()).code).toBe(0);
    releases(release('a'), release('b'));
    expect((await synth('--only', 'b')).err).toContain('b and a (rendered to dist earlier) both contain');
    expect((await synth('--only', 'a')).code).toBe(0);
  });

  test('rows of a table are refused, however many they are', () => {
    copyFileSync(join(__dirname, '../../charts/dozlab-session/example.values.yaml'), join(cwd, 'lab.yaml'));
    const rows = (count: number) =>
      Array.from({ length: count }, (_, id) => `lab-${id},${id === count - 1 ? 0 : id}\n`).join('');
    mkdirSync(join(cwd, 'dist'));
    writeFileSync(
      join(cwd, 'releases.yaml'),
      `releases:\n- {forEach: labs.csv, name: "{{ row.name }}", chart: dozlab-session, namespace: labs, values: [lab.yaml], set: {createNamespace: false, session: {id: "{{ row.id }}"}}}\n`,
    );
    for (const count of [3, 1000]) {
      writeFileSync(join(cwd, 'labs.csv'), `name,id\n${rows(count)}`);
      const { code, err } = runProgram(['synth'], { cwd });
      expect(code).toBe(1);
      expect(err).toContain(`lab-0 and lab-${count - 1} both contain NetworkPolicy labs/lab-session-0 and 2 more`);
      expect(filesIn(join(cwd, 'dist'))).toEqual([]);
    }
  });
});
