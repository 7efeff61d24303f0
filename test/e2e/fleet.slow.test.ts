// A fleet as a team manages it: a folder with a releases file and a table, and the resulting tree.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../cli/support/run';
import { filesIn, textsIn } from '../support/files';

const here = join(__dirname, 'fleet');

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fleet-'));
  cpSync(join(here, 'input'), cwd, { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true }));

test('each row is a release, and each release is in its folder', () => {
  expect(runProgram(['synth'], { cwd })).toMatchObject({ code: 0, out: '' });
  const expected = join(here, 'expected');
  expect(filesIn(cwd).filter((file) => file.includes('/'))).toEqual(filesIn(expected));
  for (const file of filesIn(expected)) {
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(readFileSync(join(expected, file), 'utf8'));
  }
});

test('one invalid row writes no release, and is reported with its release and path', () => {
  writeFileSync(join(cwd, 'labs.csv'), 'release,id,student,disk\nlab-7,7,ada,8G\nlab-8,b!,lin,\n');
  const { code, err } = runProgram(['synth'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('lab-8 (labs.csv:3): releases.yaml:9:18 session.id: invalid value "b!"');
  expect(filesIn(cwd)).toEqual(filesIn(join(here, 'input')));
});

test.each([
  ['release,id,student,disk\nlab-7,7,ada\n', 'labs.csv:2:1: number of cells does not match the number of columns'],
  ['release,id,id,disk\nlab-7,7,ada,8G\n', 'labs.csv:1:1: has duplicate column names: id'],
  ['release,id,disk\nlab-7,7,8G\n', 'releases[0].set.session.userId: labs.csv:2: the table has no column student'],
  ['release,id,student,disk\nlab-7,7,ada,8G\nlab-7,8,lin,8G\n', 'labs.csv:3: duplicate release name: lab-7'],
  ['release,id,student,disk\nLab_7,7,ada,8G\n', 'releases[0].name: labs.csv:2: invalid value "Lab_7"'],
])('%j is refused', (table, message) => {
  writeFileSync(join(cwd, 'labs.csv'), table);
  const { code, err } = runProgram(['synth'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain(message);
});

test.each([
  [
    'labs.jsonl',
    '{"release":"lab-7","id":"007","student":"ada","disk":"8G"}\n{"release":"lab-8","id":"8","student":"lin"}\n',
  ],
  [
    'labs.yaml',
    '- {release: lab-7, id: "007", student: ada, disk: 8G}\n- release: lab-8\n  id: "8"\n  student: lin\n  disk: 4G\n',
  ],
])('%s is a table, too', (name, text) => {
  writeFileSync(join(cwd, name), text);
  const file = readFileSync(join(cwd, 'releases.yaml'), 'utf8').replace('labs.csv', name);
  writeFileSync(join(cwd, 'releases.yaml'), file);
  const { code, err } = runProgram(['synth'], { cwd });
  if (name === 'labs.jsonl') {
    // A column that a row leaves out does not exist for it; an empty one is written as null.
    expect(err).toContain('labs.jsonl:2: the table has no column disk');
    return;
  }
  expect(code).toBe(0);
  expect(readFileSync(join(cwd, 'dist', 'lab-7.k8s.yaml'), 'utf8')).toBe(
    readFileSync(join(here, 'expected', 'dist', 'lab-7.k8s.yaml'), 'utf8'),
  );
});

test('one invalid row leaves every output folder unchanged', () => {
  expect(runProgram(['synth'], { cwd })).toMatchObject({ code: 0 });
  const before = textsIn(cwd);
  const common = readFileSync(join(cwd, 'common.yaml'), 'utf8');
  writeFileSync(join(cwd, 'common.yaml'), `${common}commonLabels: {team: blue}\n`);
  writeFileSync(join(cwd, 'labs.csv'), 'release,id,student,disk\nlab-7,7,ada,8G\nlab-9,b!,lin,\n');
  expect(runProgram(['synth'], { cwd }).code).toBe(1);
  const changed = ['common.yaml', 'labs.csv'];
  for (const [file, text] of Object.entries(textsIn(cwd)))
    if (!changed.includes(file)) expect([file, text]).toEqual([file, before[file]]);
  expect(filesIn(cwd)).toEqual(Object.keys(before));
});

test('a folder that cannot be written undoes the changes to the others', () => {
  writeFileSync(join(cwd, 'out-teachers'), 'not a folder');
  const { code, err } = runProgram(['synth'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('out-teachers');
  expect(filesIn(cwd)).toEqual([...filesIn(join(here, 'input')), 'out-teachers'].sort());
});

test('a foreign file in one folder leaves all of them unchanged', () => {
  mkdirSync(join(cwd, 'out-teachers'));
  writeFileSync(join(cwd, 'out-teachers', 'teacher.requirements.yaml'), 'mine\n');
  const { code, err } = runProgram(['synth'], { cwd });
  expect(code).toBe(1);
  expect(err).toContain('not written by this tool, so not overwritten');
  expect(filesIn(cwd).filter((file) => file.includes('/'))).toEqual(['out-teachers/teacher.requirements.yaml']);
});
