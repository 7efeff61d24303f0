// Prepared outputs are what the program itself prints.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { COMMANDS } from '../../cli/commands/index';
import { preparedName, printPrepared } from '../../cli/process/prepared';
import { root, runLaunched, runProgram } from './support/run';

const FOLDER = join(root, 'build', 'cli', 'prepared');
const HELP = Object.keys(COMMANDS).map((name) => [name, '--help']);
const VALUES = registry.map(({ name }) => ['values', name]);
const PREPARED = [['list'], ['--help'], ...HELP, ...VALUES];

test('the list of charts, their default values, and the help of every command', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(PREPARED.map(preparedName).sort());
});

test.each([...PREPARED, ['-h'], ['synth', '-h']])('%s %s', (...argv) => {
  const { code, out, err } = runProgram(argv);
  expect(runLaunched(argv)).toEqual({ code, out, err });
  expect(out).not.toBe('');
});

test('without a command, help is an error', () => {
  const { code, out, err } = runProgram([]);
  expect(runLaunched([])).toEqual({ code, out, err });
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test.each([
  ['constructor'],
  ['constructor', '--help'],
  ['values', 'constructor'],
  ['..'],
  ['synth', 'list'],
  ['list', '--nope'],
  ['--help', 'synth', '--help'],
])('nothing is prepared for %j', (...argv) => {
  expect(printPrepared(FOLDER, argv)).toBe(false);
});
