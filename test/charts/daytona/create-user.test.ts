// The script that PostgreSQL runs on an empty volume, against a stub of psql.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Shell } from '../../support/shell';

const script = readFileSync(join(__dirname, '../../../charts/daytona/postgresql/scripts/create-user.sh'), 'utf8');
const PSQL = 'echo "$*" >>"$CALLS"; cat >"$STATE/input"; env >"$STATE/environment"';

let shell: Shell;
beforeEach(() => {
  shell = new Shell({ psql: PSQL });
});
afterEach(() => shell.dispose());

const run = (file: string) =>
  shell.run(script, { CLIENT_USER: 'user', CLIENT_DATABASE: 'daytona', CLIENT_PASSWORD_FILE: file });

test('psql stops at the first error, and connects as the superuser', () => {
  expect(run(shell.put('password', 'Zx81'))).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(shell.calls).toEqual([
    '--no-psqlrc --quiet --tuples-only --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres',
  ]);
});

test('the password is in the environment of psql, not in its arguments or input', () => {
  run(shell.put('password', 'Zx81 "quoted" \'pw\''));
  expect(shell.text('environment')).toContain('CLIENT_PASSWORD=Zx81 "quoted" \'pw\'\n');
  expect(shell.text('input') + shell.calls.join()).not.toContain('Zx81');
});

test('user and database are created unless they exist', () => {
  run(shell.put('password', 'Zx81'));
  expect(shell.text('input')).toMatch(/CREATE ROLE %I[^;]*WHERE NOT EXISTS[^;]*pg_roles/);
  expect(shell.text('input')).toMatch(/CREATE DATABASE %I OWNER %I[^;]*WHERE NOT EXISTS[^;]*pg_database/);
});

test('without the password file, nothing is created', () => {
  expect(run('/nowhere/password').code).not.toBe(0);
  expect(shell.calls).toEqual([]);
});
