// `report`: what it writes, what it compares with, and what it refuses.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { run } from './support/run';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const program = (...argv: string[]) => run({ version: '1.2.3', registry }, argv, { cwd });
const written = (file: string) => readFileSync(join(cwd, file), 'utf8');

const LAB =
  'session: {id: a7, userId: ada}\nrootfs: {imageUrl: "https://images.example.com/lab.ext4"}\ncodeServer: {existingSecret: pw}\n';
const lab = (...argv: string[]) => {
  writeFileSync(join(cwd, 'lab.yaml'), LAB);
  return program('report', 'dozlab-session', '-f', 'lab.yaml', ...argv);
};
const dataOf = (html: string) =>
  JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)?.[1] ?? '') as {
    readonly nodes: readonly { readonly kind: string; readonly name: string; readonly yaml?: string }[];
    readonly sources: readonly (readonly [string, string])[];
    readonly rows?: { readonly names: readonly string[]; readonly columns: readonly (readonly string[])[] };
  }[];

test('one page, which loads nothing, with every object and the file and line of its fields', async () => {
  expect(await lab('-o', 'report.html')).toEqual({
    code: 0,
    out: '',
    err: 'report.html: Release dozlab-session, written\n',
  });
  const html = written('report.html');
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toMatch(
    /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
  );
  expect(html).not.toMatch(/\ssrc=|<link|@import|url\((?!#)/);
  const [{ nodes, sources }] = dataOf(html) as [ReturnType<typeof dataOf>[number]];
  expect(nodes.filter(({ yaml }) => yaml !== undefined).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'NetworkPolicy lab-session-a7',
    'Service lab-service-a7',
    'Pod lab-session-a7',
  ]);
  expect(sources).toContainEqual(['session.id', 'lab.yaml:1:11']);
});

test('the same input gives the same bytes, on standard output, too', async () => {
  await lab('-o', 'report.html');
  const { out } = await lab();
  expect(out).toBe(written('report.html'));
});

test.each(['html', 'svg', 'mermaid'])('%s replaces an earlier report, and no other file', async (format) => {
  expect((await lab('--format', format, '-o', 'out')).code).toBe(0);
  expect((await lab('--format', format, '-o', 'out')).code).toBe(0);
  writeFileSync(join(cwd, 'mine'), 'mine\n');
  expect(await lab('--format', format, '-o', 'mine')).toEqual({
    code: 1,
    out: '',
    err: 'mine: exists, and is not a report: choose another name, or delete it\n1 problem; nothing was written\n',
  });
  expect(written('mine')).toBe('mine\n');
});

test.each([
  [['-o', 'no/report.html'], 'no/report.html: its folder does not exist'],
  [['-o', ''], '--output "" must not be empty'],
  [['--against', ''], '--against "" must not be empty'],
  [['--format', 'pdf'], "option '--format <format>' argument 'pdf' is invalid"],
])('%j is refused', async (argv, message) => {
  const { code, err } = await lab(...argv);
  expect(code).toBeGreaterThan(0);
  expect(err).toContain(message);
});

test('flags apply to each of several charts; --name is for a single one', async () => {
  const values = ['--set', 'existingSecret=t', '--set', 'x=y'];
  expect((await program('report', 'peerpods', 'runner-manager', ...values)).err).toContain('x: unknown key');
  const { err } = await program('report', 'dozlab-session', 'runner-manager', '--name', 'x');
  expect(err).toContain('--name is for a single chart');
});

const FILE = `defaults: {chart: dozlab-session, namespace: labs, values: [lab.yaml]}
releases:
  - name: "{{ row.name }}"
    forEach: labs.csv
    set: {session: {id: "{{ row.id }}"}}
`;
const fleet = (count: number) => {
  writeFileSync(join(cwd, 'lab.yaml'), LAB);
  writeFileSync(join(cwd, 'releases.yaml'), FILE);
  const rows = Array.from({ length: count }, (_none, index) => `lab-${index},s${index}\n`);
  writeFileSync(join(cwd, 'labs.csv'), `name,id\n${rows.join('')}`);
};

test('a fleet is one template, with the differences of each release', async () => {
  fleet(50);
  const { out, code } = await program('report', '--no-origins');
  expect(code).toBe(0);
  const sections = dataOf(out);
  expect(sections).toHaveLength(1);
  expect(sections[0]?.rows?.names).toHaveLength(50);
  expect(sections[0]?.rows?.columns[0]?.slice(0, 2)).toEqual(['s0', 's1']);
  expect(out).toContain('lab-0 and 49 more');
  expect(out).toContain('50 releases, 150 objects');
});

test('with --against, the page shows the same effects as diff, and a fleet collapses', async () => {
  fleet(5);
  expect((await program('synth')).code).toBe(0);
  writeFileSync(join(cwd, 'lab.yaml'), `${LAB}terminal: {tag: "2"}\n`);
  const { out, code } = await program('report', '--against', 'dist', '--no-origins');
  expect(code).toBe(0);
  const { out: summary } = await program('diff');
  expect(out).toContain(`<p>${summary.trim().split('\n').at(-1)}</p>`);
  expect(out).toContain('Pod labs/lab-session-s0 and 4 more: changed');
  expect(out).toMatch(/class="object workload changed effect-restarts"/);
});

test('without changes, nothing is marked', async () => {
  fleet(2);
  await program('synth');
  const { out } = await program('report', '--against', 'dist', '--no-origins');
  expect(out).toContain('no differences: 6 the same');
  expect(out).not.toMatch(/class="object \w+ (added|changed|removed)/);
});

test('what is removed stays on the map', async () => {
  await lab('-o', 'x.html');
  await program('synth', 'dozlab-session', '-f', 'lab.yaml');
  const { out } = await lab('--set', 'networkPolicy.enabled=false', '--against', 'dist', '--no-origins');
  expect(out).toMatch(
    /class="object network removed effect-widens"[^>]*aria-label="NetworkPolicy lab-session-a7, [^"]*removed"/,
  );
});

test('SVG and Mermaid: the map with its changes', async () => {
  await lab('-o', 'x.html');
  await program('synth', 'dozlab-session', '-f', 'lab.yaml');
  const change = ['--set', 'terminal.tag=2', '--against', 'dist'];
  const svg = await lab(...change, '--format', 'svg');
  expect(svg.out).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg.out).toContain('class="object workload changed effect-restarts"');
  expect(svg.out).not.toMatch(/<script|href=|url\((?!#)/);
  const mermaid = await lab(...change, '--format', 'mermaid');
  expect(mermaid.out).toMatchInlineSnapshot(`
"%% sandbox-charts report
flowchart LR
s0c0["<b>session</b><br/>~ pod lab-session-a7"]:::warning
s0c1["<b>To outside</b><br/>images.example.com"]:::around
s0c2["<b>Not in this release</b><br/>pw"]:::around
s0c0 --> s0c1
s0c0 -.-> s0c2
classDef harmless stroke:#2e7d32,stroke-width:2px
classDef warning stroke:#9a5b00,stroke-width:2px
classDef severe stroke:#c62828,stroke-width:3px
classDef around stroke-dasharray:5 4
"
`);
});

test('names cannot add markup', async () => {
  writeFileSync(join(cwd, 'lab.yaml'), `${LAB}commonAnnotations: {a: "</script><img src=x>"}\n`);
  const { out } = await program('report', 'dozlab-session', '-f', 'lab.yaml', '--no-origins');
  expect(out).not.toContain('<img');
  expect(JSON.stringify(dataOf(out))).toContain('</script><img src=x>');
});
