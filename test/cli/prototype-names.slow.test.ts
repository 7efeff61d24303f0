// Names that every JavaScript object inherits are ordinary names: they work, or are refused with their location.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KindGuard } from '@sinclair/typebox';
import { parseAllDocuments } from 'yaml';
import { registry } from '../../charts/registry';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { CheckError } from '../../lib/render/checks';
import { assign } from '../../lib/values/file/merge';
import type { Path } from '../../lib/values/path';
import { InputError } from '../../lib/values/problem';
import { programLayer } from '../../lib/values/resolve';
import type { TSchema } from '../../lib/values/schema/schema';
import { cases } from '../support/charts';
import { rendered } from '../support/render';
import { run as runWith } from './support/run';

const NAMES = Object.getOwnPropertyNames(Object.prototype);
const VALUES = 'session: {id: a, userId: b}\nrootfs: {imageUrl: "https://e.com/x"}\ncodeServer: {existingSecret: c}\n';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'names-'));
  writeFileSync(join(cwd, 'values.yaml'), VALUES);
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (...argv: string[]) => runWith({ version: '1.2.3', registry }, argv, { cwd });
const lab = (...argv: string[]) => run('synth', 'dozlab-session', '-f', 'values.yaml', '--stdout', ...argv);
const podOf = (out: string) =>
  parseAllDocuments(out)
    .map((document) => document.toJS() as Manifest)
    .find(({ kind }) => kind === 'Pod');
const releases = (text: string) => {
  writeFileSync(join(cwd, 'releases.yaml'), text);
  return run('synth', '--stdout');
};

test('there are such names', () => {
  expect(NAMES).toEqual(expect.arrayContaining(['constructor', '__proto__', 'toString', 'hasOwnProperty']));
});

describe.each(NAMES)('%s', (name) => {
  const isLabel = /^[a-z]/.test(name);

  test.each(['commonLabels', 'podLabels', 'commonAnnotations', 'podAnnotations'])('as a key of %s', async (map) => {
    const { code, out, err } = await lab('--set', `${map}.${name}=x`);
    if (!isLabel) {
      expect({ code, err }).toMatchObject({
        code: 1,
        err: expect.stringMatching(`^--set ${map}.${name}: invalid key`),
      });
      return;
    }
    expect({ code, err }).toMatchObject({ code: 0, err: expect.not.stringContaining('has no effect') });
    const { labels, annotations } = podOf(out)?.metadata ?? {};
    const found = map.endsWith('Labels') ? labels : annotations;
    expect(Object.entries(found ?? {})).toContainEqual([name, 'x']);
  });

  test.each([
    ['--set', (path: string) => `${path}=x`],
    ['--set-string', (path: string) => `${path}=x`],
    ['--set-json', (path: string) => `${path}={"a": 1}`],
  ] as const)('as a key of %s', async (flag, expression) => {
    for (const path of [name, `session.${name}`, `${name}.${name}`]) {
      const { code, err } = await lab(flag, expression(path));
      expect(code).toBe(1);
      expect(err).toMatch(new RegExp(`^${flag} ${path.replaceAll('.', '\\.')}.*: unknown key`));
    }
  });

  test('as a key of a values file and of JSON', async () => {
    writeFileSync(join(cwd, 'other.yaml'), `${name}: x\n`);
    expect((await lab('-f', 'other.yaml')).err).toMatch(`other.yaml:1:1 ${name}: unknown key`);
    expect((await lab('--set-json', `{"${name}": {"a": 1}}`)).err).toMatch(`--set-json ${name}: unknown key`);
  });

  test('as a Secret in --secrets and in a releases file', async () => {
    const { code, err } = await lab('--secrets', `${name}=existing`);
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining(`--secrets ${name}: is not a Secret of`),
    });
    const each = `secrets: { each: { ${name}: { mode: existing } } }`;
    const file = await releases(`releases: [{ name: a, chart: dozlab-session, values: [values.yaml], ${each} }]`);
    expect(file).toMatchObject({ code: 1, err: expect.stringContaining(`secrets.each.${name}: is not a Secret of`) });
  });

  test('as the name of a release', async () => {
    const { code, err } = await lab('--name', name);
    expect(code).toBe(name === 'constructor' ? 0 : 2);
    if (code !== 0) expect(err).toMatch(`error: --name "${name}"`);
    const file = await releases(`releases: [{ name: ${name}, chart: dozlab-session, values: [values.yaml] }]`);
    expect(file.code).toBe(name === 'constructor' ? 0 : 1);
    if (file.code !== 0) expect(file.err).toMatch(`releases.yaml:1:14 releases[0].name: invalid value "${name}"`);
  });

  test('as a key of a releases file', async () => {
    const { code, err } = await releases(
      `releases:\n- { name: a, ${name}: x, chart: dozlab-session }\n${name}: 1\ndefaults: { ${name}: 2 }\n`,
    );
    expect(code).toBe(1);
    for (const path of [`releases.yaml:2:14 releases[0].${name}`, `:3:1 ${name}`, `:4:13 defaults.${name}`]) {
      expect(err).toContain(`${path}: unknown key`);
    }
  });

  test.each([
    ['csv', `${name}\nlab-1\n`, 'id\nlab-1\n'],
    ['jsonl', `{"${name}": "lab-1"}\n`, '{"id": "lab-1"}\n'],
    ['yaml', `- { ${name}: lab-1 }\n`, '- { id: lab-1 }\n'],
  ])('as a column of a table: %s', async (ending, table, other) => {
    const release = `name: "{{ row.${name} }}", forEach: table.${ending}, chart: dozlab-session, values: [values.yaml]`;
    writeFileSync(join(cwd, `table.${ending}`), table);
    const { code, out } = await releases(`releases: [{ ${release} }]`);
    expect({ code, label: podOf(out)?.metadata.labels?.['app.kubernetes.io/instance'] }).toEqual({
      code: 0,
      label: 'lab-1',
    });
    writeFileSync(join(cwd, `table.${ending}`), other);
    expect((await releases(`releases: [{ ${release} }]`)).err).toContain(`the table has no column ${name}; it has id`);
  });

  test('as a command, a chart and an object', async () => {
    expect(await run(name)).toMatchObject({ code: 2, err: expect.stringContaining('unknown command') });
    expect(await run('synth', name)).toMatchObject({ code: 2, err: expect.stringContaining(`unknown chart ${name}`) });
    expect(await run('help', name)).toMatchObject({ code: 2 });
    const explained = await run('explain', 'dozlab-session', '-f', 'values.yaml', 'Pod/lab-session-a', name);
    expect(explained).toMatchObject({ code: 1, err: expect.stringContaining(`has no ${name}`) });
  });
});

test('a release with such a name is written, verified, compared and removed', async () => {
  const text = 'releases: [{ name: constructor, chart: dozlab-session, values: [values.yaml] }]';
  writeFileSync(join(cwd, 'releases.yaml'), text);
  expect(await run('synth')).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'dist', 'constructor.k8s.yaml'), 'utf8')).toContain('instance: constructor');
  expect(await run('verify')).toMatchObject({ code: 0 });
  expect(await run('diff')).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'releases.yaml'), text.replace('constructor', 'other'));
  expect((await run('synth')).err).toContain('removed');
});

/** The paths of all maps with user-defined keys. */
function openMaps(schema: TSchema, path: Path = []): Path[] {
  if (KindGuard.IsRecord(schema)) return [path];
  if (!KindGuard.IsObject(schema)) return [];
  return Object.entries(schema.properties).flatMap(([key, property]) => openMaps(property, [...path, key]));
}

describe.each(cases)('$chart, $name: every map with user-defined keys', ({ system, values }) => {
  const maps = openMaps(system.schema);

  test.each(NAMES)('with a key %s', (name) => {
    const layers = (paths: readonly Path[]) => {
      const tree = paths.reduce<unknown>((below, path) => assign(below, [...path, name], 'x'), {});
      return [values, programLayer(tree as object).apply({})];
    };
    const outcome = (paths: readonly Path[]): readonly Path[] => {
      try {
        rendered(system, layers(paths));
      } catch (error) {
        if (error instanceof InputError) return error.problems.map(({ path }) => path);
        // Objects that the schema accepts are refused with messages of their own.
        if (!(error instanceof CheckError)) throw error;
      }
      return [];
    };
    const refused = outcome(maps);
    const isRefused = (map: Path) => refused.some((path) => map.every((step, at) => path[at] === step));
    outcome(maps.filter((map) => !isRefused(map)));
    expect(maps.length).toBeGreaterThan(3);
  });
});
