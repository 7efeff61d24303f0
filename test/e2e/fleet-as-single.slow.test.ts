// The rows of a table are rendered as if each were the only release of its run, byte for byte.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../cli/support/run';
import { filesIn } from '../support/files';

const charts = join(__dirname, '..', '..', 'charts');

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'single-'));
  for (const chart of ['dozlab-session', 'runner-manager']) {
    cpSync(join(charts, chart, 'example.values.yaml'), join(cwd, `${chart}.yaml`));
  }
});
afterEach(() => rmSync(cwd, { recursive: true }));

const ROWS = [
  ['lab-0', 's0', 'lab-user', 'ClusterIP', '8Gi'],
  ['lab-1', 's1', 'lab-user', 'ClusterIP', '8Gi'],
  ['lab-2', 's2', 'root', 'ClusterIP', '8Gi'],
  ['lab-3', 's3', 'lab-user', 'NodePort', '1000Mi'],
  ['lab-4', 's4', 'lab-user', 'ClusterIP', '16Gi'],
  ['lab-5', 's0', 'lab-user', 'ClusterIP', '8Gi'],
];

function writeFleet(rows: readonly (readonly string[])[]): void {
  writeFileSync(join(cwd, 'labs.csv'), `name,id,user,type,size\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
  writeFileSync(
    join(cwd, 'releases.yaml'),
    `releases:
  - forEach: labs.csv
    chart: dozlab-session
    name: "{{ row.name }}"
    namespace: "{{ row.name }}"
    values: [dozlab-session.yaml]
    set:
      session: {id: "{{ row.id }}"}
      terminal: {ssh: {user: "{{ row.user }}"}}
      service: {type: "{{ row.type }}"}
      volumes: {kernels: {sizeLimit: "{{ row.size }}"}}
  - {name: manager, chart: runner-manager, values: [runner-manager.yaml]}
  - {name: manager-2, chart: runner-manager, namespace: other, values: [runner-manager.yaml]}
`,
  );
}

const names = [...ROWS.map(([name = '']) => name), 'manager', 'manager-2'];

/** The messages that name the release: warnings say how many releases have them. */
const errorsOf = (err: string): string[] =>
  err.split('\n').filter((line) => !/^(warning|note|\S+: \d+ objects)/.test(line));

test('the same files', () => {
  const rows = ROWS.filter(([, , , , size]) => size !== '1000Mi');
  writeFleet(rows);
  expect(runProgram(['synth', '-o', 'all'], { cwd })).toMatchObject({ code: 0 });
  const of = (name: string) => filesIn(join(cwd, 'all')).filter((file) => file.startsWith(`${name}.`));
  for (const name of names.filter((one) => one !== 'lab-3')) {
    expect(runProgram(['synth', '--only', name, '-o', name], { cwd })).toMatchObject({ code: 0 });
    expect(of(name)).toContain(`${name}.k8s.yaml`);
    for (const file of of(name)) {
      expect(readFileSync(join(cwd, 'all', file), 'utf8')).toBe(readFileSync(join(cwd, name, file), 'utf8'));
    }
  }
});

test('the same errors, with their locations', () => {
  writeFleet([...ROWS, ['lab-6', 's6', 'lab-user', 'Nothing', '8Gi'], ['lab-7', 'b!', 'lab-user', 'ClusterIP', '8Gi']]);
  const all = runProgram(['synth', '-o', 'all'], { cwd });
  expect(all.code).toBe(1);
  const single = ['lab-3', 'lab-6', 'lab-7'].flatMap((name) => {
    const { code, err } = runProgram(['synth', '--only', name, '-o', name], { cwd });
    expect(code).toBe(1);
    return errorsOf(err);
  });
  const isOfRelease = (line: string) => line.includes('labs.csv:');
  expect(errorsOf(all.err).filter(isOfRelease)).toEqual(single.filter(isOfRelease));
  expect(single.filter(isOfRelease)).toHaveLength(3);
  expect(filesIn(cwd).some((file) => file.endsWith('.k8s.yaml'))).toBe(false);
});
