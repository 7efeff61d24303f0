// `--patch`, and `patches` and `extraObjects` of a releases file: every command sees the result.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from './support/product';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'patches-'));
  writeFileSync(join(cwd, 'red.yaml'), 'color: red\n');
  writeFileSync(join(cwd, 'patch.yaml'), PATCH);
});
afterEach(() => rmSync(cwd, { recursive: true }));

const PATCH = `# the hull
- target: {kind: ConfigMap, name: buoy}
  patch:
    data: {flag: dutch}
`;

const BUOY = ['buoy', '-f', 'red.yaml', '--patch', 'patch.yaml'];
const text = (file: string) => readFileSync(join(cwd, file), 'utf8');
const buoy = (...argv: string[]) => run(product, argv, { cwd });
const releases = (content: string) => writeFileSync(join(cwd, 'releases.yaml'), content);

test('synth writes the patched objects, verify renders them again, and diff compares them', async () => {
  expect(await buoy('synth', ...BUOY)).toMatchObject({ code: 0 });
  expect(text('dist/buoy.k8s.yaml')).toContain('flag: dutch');
  expect(await buoy('verify')).toMatchObject({ code: 0 });
  expect((await buoy('verify')).out).toContain('--patch patch.yaml');
  expect((await buoy('diff')).code).toBe(0);
  writeFileSync(join(cwd, 'patch.yaml'), PATCH.replace('dutch', 'frisian'));
  expect((await buoy('diff')).out).toContain('frisian');
  expect((await buoy('verify')).out).toContain('dist/buoy.k8s.yaml');
});

test('a file with patches can contain a credential, so the index has no hash of it', async () => {
  await buoy('synth', ...BUOY);
  const { recipes } = JSON.parse(text('dist/.sandbox-charts.index')) as {
    recipes: { buoy: { inputs: Record<string, string> } };
  };
  expect(recipes.buoy.inputs).toEqual({ '../patch.yaml': '-', '../red.yaml': expect.stringMatching(/^[0-9a-f]{64}$/) });
  releases(
    'releases: [{name: a, chart: buoy, set: {color: red}, patches: [{target: {kind: Secret}, patch: {stringData: {x: y}}}]}]',
  );
  await buoy('synth', '-o', 'other');
  expect(text('other/.sandbox-charts.index')).toContain('"../releases.yaml": "-"');
});

test('explain lists the patch', async () => {
  const { code, out } = await buoy('explain', ...BUOY, 'ConfigMap/buoy', 'data.flag');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'ConfigMap/buoy data.flag is "dutch"\n  patches[0]  (patch.yaml:2:3)\n',
  });
  const json = await buoy('explain', ...BUOY, 'ConfigMap/buoy', 'data.flag', '--format', 'json');
  expect(JSON.parse(json.out)).toMatchObject({ changes: [{ path: 'patches[0]', source: 'patch.yaml', line: 2 }] });
  const other = await buoy('explain', ...BUOY, 'ConfigMap/buoy', 'data.color');
  expect(other.out).not.toContain('patches');
});

test('explain lists the extra object, and its patch', async () => {
  writeFileSync(
    join(cwd, 'patch.yaml'),
    `extraObjects:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {x: y}}
patches:
- {target: {name: b}, patch: {data: {x: z}}}
`,
  );
  expect((await buoy('explain', ...BUOY, 'ConfigMap/b', 'data.x')).out).toBe(
    'ConfigMap/b data.x is "z"\n  extraObjects[1]  (patch.yaml:3:3)\n  patches[0]  (patch.yaml:5:3)\n',
  );
});

test('requirements list what a patch refers to', async () => {
  writeFileSync(
    join(cwd, 'patch.yaml'),
    `extraObjects:
- apiVersion: v1
  kind: Pod
  metadata: {name: keeper}
  spec:
    containers:
    - {name: keeper, image: "registry.example.com/keeper:1", envFrom: [{secretRef: {name: keys}}]}
`,
  );
  const { code, out } = await buoy('requirements', ...BUOY);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('keys') });
});

test('a releases file has patches for a release and for all of them', async () => {
  releases(`
defaults:
  chart: buoy
  patches: [{target: {kind: ConfigMap}, patch: {data: {fleet: north}}}]
releases:
- {name: a, set: {color: red}, patches: [{target: {kind: ConfigMap}, patch: {data: {flag: dutch, fleet: south}}}]}
- {name: b, set: {color: red}, patches: null}
- {name: c, set: {color: red}, extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: chart}}]}
`);
  expect(await buoy('synth')).toMatchObject({ code: 0 });
  expect(text('dist/a.k8s.yaml')).toMatch(/flag: dutch\n {2}fleet: south/);
  expect(text('dist/b.k8s.yaml')).not.toContain('fleet');
  expect(text('dist/c.k8s.yaml')).toMatch(/name: chart\n {2}namespace: sea/);
  expect(text('dist/c.k8s.yaml')).toContain('fleet: north');
  expect((await buoy('explain', 'a', 'ConfigMap/a-buoy', 'data.fleet')).out).toBe(
    `ConfigMap/a-buoy data.fleet is "south"
  defaults.patches[0]  (releases.yaml:4:13)
  releases[0].patches[0]  (releases.yaml:6:42)
`,
  );
  expect(await buoy('verify', '-c', 'releases.yaml')).toMatchObject({ code: 0 });
});

test('the columns of a table can be used in a patch', async () => {
  writeFileSync(join(cwd, 'fleet.csv'), 'id,flag\na,dutch\nb,frisian\n');
  releases(`
releases:
- name: "{{ row.id }}"
  chart: buoy
  forEach: fleet.csv
  set: {color: red}
  patches: [{target: {kind: ConfigMap}, patch: {data: {flag: "{{ row.flag }}"}}}]
`);
  expect(await buoy('synth')).toMatchObject({ code: 0 });
  expect(text('dist/b.k8s.yaml')).toContain('flag: frisian');
});

test.each([
  [
    'patches: [{target: {knd: ConfigMap}, patch: {a: b}}]',
    /^releases\.yaml:2:\d+ releases\[0\]\.patches\[0\]\.target\.knd: unknown key/,
  ],
  ['patches: {a: b}', /releases\[0\]\.patches: must not be a map \(expected a list\)/],
  [
    'patches: [{target: {kind: ConfigMap, name: bouy}, patch: {a: b}}]',
    /^a: releases\.yaml:2:\d+ releases\[0\]\.patches\[0\]\.target: matches no object: ConfigMap bouy/s,
  ],
  ['extraObjects: [x]', /releases\[0\]\.extraObjects\[0\]: must be a Kubernetes object/],
])('an invalid entry in a releases file: %s', async (entry, message) => {
  releases(`releases:\n- {name: a, chart: buoy, set: {color: red}, ${entry}}\n`);
  const { code, err } = await buoy('synth');
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(message) });
});

test('problems of values and of patches are reported together', async () => {
  writeFileSync(join(cwd, 'patch.yaml'), '- {target: {knd: x}, patch: {a: b}}\n');
  const { code, err } = await buoy('synth', ...BUOY, '--set', 'colr=red');
  expect(code).toBe(1);
  expect(err).toContain('--set colr: unknown key');
  expect(err).toContain('patches[0].target.knd: unknown key');
});

test('--patch requires a chart', async () => {
  releases('releases: [{name: a, chart: buoy}]\n');
  const { code, err } = await buoy('synth', '--patch', 'patch.yaml');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--patch requires a chart') });
});

test('two releases with the same extra object are an error', async () => {
  const extra = 'extraObjects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}]';
  releases(
    `releases:\n- {name: a, chart: buoy, set: {color: red}, ${extra}}\n- {name: b, chart: buoy, set: {color: red}, ${extra}}\n`,
  );
  const { code, err } = await buoy('synth');
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('a and b both contain ConfigMap sea/x') });
});

test('a Secret among the extra objects is handled like any other', async () => {
  writeFileSync(
    join(cwd, 'patch.yaml'),
    'extraObjects: [{apiVersion: v1, kind: Secret, metadata: {name: mine}, stringData: {password: correct-horse-battery}}]\n',
  );
  await buoy('synth', ...BUOY, '--secrets', 'existing');
  expect(text('dist/buoy.k8s.yaml')).not.toContain('kind: Secret');
  expect(text('dist/buoy.requirements.yaml')).toContain('name: mine');
});
