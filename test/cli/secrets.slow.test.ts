// Credentials that the command generates: complete, well-formed, new each time, and readable only by their owner.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { parse, stringify } from 'yaml';
import { system } from '../../charts/daytona';
import { rowsOf } from '../../lib/releases/rows';
import { problemsOf } from '../support/problems';
import { root } from './support/run';

interface Made {
  readonly services: { readonly sshGateway: { readonly sshKeys: Readonly<Record<string, string>> } };
  readonly harbor: {
    readonly secretKey: string;
    readonly core: { readonly tokenKey: string };
    readonly registry: { readonly credentials: { readonly password: string; readonly htpasswdString: string } };
  };
}

const bin = join(root, 'build', 'cli', 'launch.js');
const user = { email: 'ops@example.com', username: 'ops', userID: '1', password: `$2y$12$${'a'.repeat(53)}` };
const chosen = { dex: { config: { staticPasswords: [user] } } };

/** 43 letters and digits have 256 random bits. */
const KEY = expect.stringMatching(/^[A-Za-z0-9]{43}$/);
const GIVEN = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const launch = (...argv: string[]) => spawnSync(process.execPath, [bin, ...argv], { encoding: 'utf8' });

function secrets(name: string, ...argv: string[]): { file: string; made: Made; stderr: string } {
  const file = join(folder, name);
  const out = openSync(file, 'w', 0o644);
  const { status, stderr } = spawnSync(process.execPath, [bin, 'secrets', 'daytona', ...argv], {
    stdio: ['ignore', out, 'pipe'],
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { file, made: parse(readFileSync(file, 'utf8')) as Made, stderr };
}

test('they are all that the platform lacks, except for the users who log in', () => {
  const { made, file } = secrets('one.yaml');
  expect(problemsOf(system, [made, chosen])).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('each has the form that its reader needs', () => {
  const { services, harbor } = secrets('two.yaml').made;
  const { privClientSSHKey = '', pubClientSSHKey = '' } = services.sshGateway.sshKeys;
  const file = Buffer.from(privClientSSHKey, 'base64').toString();
  const line = Buffer.from(pubClientSSHKey, 'base64').toString();
  expect(line).toMatch(/^ssh-ed25519 \S+$/);
  const inFile = Buffer.from(file.replaceAll(/-----.*-----/g, ''), 'base64');
  expect(inFile.includes(Buffer.from(line.split(' ')[1] as string, 'base64'))).toBe(true);
  expect(harbor.secretKey).toMatch(/^[A-Za-z0-9]{16}$/);
  expect(harbor.core.tokenKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  const { password, htpasswdString } = harbor.registry.credentials;
  expect(bcrypt.compareSync(password, htpasswdString.replace(/^[^:]+:/, ''))).toBe(true);
});

test('OpenSSH and htpasswd read them, if they are installed', () => {
  const { services, harbor } = secrets('four.yaml').made;
  const known = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const { sshKeys } = services.sshGateway;
  const halves = [sshKeys.privClientSSHKey, sshKeys.privGatewaySSHKey].map((text, index) => {
    const file = join(folder, `key-${index}`);
    writeFileSync(file, Buffer.from(text ?? '', 'base64'), { mode: 0o600 });
    const { status, stdout } = spawnSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
    return known('ssh-keygen') ? [status, stdout.trim()] : undefined;
  });
  const ofClient = Buffer.from(sshKeys.pubClientSSHKey ?? '', 'base64').toString();
  const expected = known('ssh-keygen')
    ? [
        [0, ofClient],
        [0, expect.stringMatching(/^ssh-ed25519 /)],
      ]
    : [undefined, undefined];
  expect(halves).toEqual(expected);
  const { password, htpasswdString } = harbor.registry.credentials;
  const lines = join(folder, 'htpasswd');
  writeFileSync(lines, `${htpasswdString}\n`);
  const { status } = spawnSync('htpasswd', ['-vb', lines, 'harbor_registry_user', password]);
  expect(known('htpasswd') ? status : 0).toBe(0);
});

test('with them, no service of the platform requires another credential', () => {
  const values = join(folder, 'values.yaml');
  writeFileSync(values, stringify({ baseDomain: 'acme.io', minio: { enabled: true }, ...chosen }));
  const { file } = secrets('five.yaml', '-f', values);
  const { status, stderr } = launch('synth', 'daytona', '-f', file, '-f', values, '--stdout', '--validate');
  expect({ status, stderr: stderr.replace(/^warning.*\n/gm, '') }).toMatchObject({ status: 0 });
  expect(stderr).not.toMatch(/required|is not given/);
});

test('a file is created for its owner only, and an existing one is not changed', () => {
  const file = join(folder, 'new.yaml');
  expect(launch('secrets', 'runner-manager', '-o', file)).toMatchObject({ status: 0, stdout: '' });
  const text = readFileSync(file, 'utf8');
  expect(parse(text)).toEqual({ apiToken: expect.stringMatching(/^[A-Za-z0-9]{32}$/), fingerprintKey: KEY });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = launch('secrets', 'runner-manager', '-o', file);
  expect([again.status, again.stderr]).toEqual([1, `${file}: already exists\n1 problem; nothing was written\n`]);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a file without a name or folder is reported', () => {
  expect(launch('secrets', 'runner-manager', '-o', '')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('error: --output "" must not be empty\n'),
  });
  const file = join(folder, 'none', 'new.yaml');
  expect(launch('secrets', 'runner-manager', '-o', file)).toMatchObject({
    status: 1,
    stderr: `${file}: its folder does not exist\n1 problem; nothing was written\n`,
  });
});

test('wrong values are reported before anything is generated', () => {
  const values = join(folder, 'wrong.yaml');
  writeFileSync(values, 'postgresql:\n  auth: {pasword: mine}\nredis: {enabled: maybe}\n');
  const { status, stdout, stderr } = launch('secrets', 'daytona', '-f', values);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.replaceAll(values, 'wrong.yaml')).toBe(
    `wrong.yaml:2:10 postgresql.auth.pasword: unknown key (did you mean password?)
wrong.yaml:3:9 redis.enabled: invalid string "maybe" (expected true or false)
2 problems; nothing was written
`,
  );
});

test.each([
  [
    'dozlab-session',
    [],
    { codeServer: { password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) }, fingerprintKey: KEY },
    '',
  ],
  ['dozlab-session', ['--set', 'codeServer.password=correct-horse-battery'], { fingerprintKey: KEY }, ''],
  [
    'daytona-region',
    ['--set', `fingerprintKey=${GIVEN}`],
    null,
    'daytona-region: no credentials are missing that can be generated\nstill missing: daytonaApiKey: is required for registration (or set registration.existingSecret)\n',
  ],
  [
    'runner-manager',
    ['--set', `existingSecret=mine,fingerprintKey=${GIVEN}`],
    null,
    'runner-manager: no credentials are missing\n',
  ],
])('%s %j', (chart, argv, made, message) => {
  const { stdout, stderr } = launch('secrets', chart, ...argv);
  expect(parse(stdout)).toEqual(made);
  expect(stderr).toBe(message);
});

test('they are new each time, and given values are kept', () => {
  const one = readFileSync(join(folder, 'one.yaml'), 'utf8');
  expect(readFileSync(join(folder, 'two.yaml'), 'utf8')).not.toBe(one);
  const { made, stderr } = secrets('three.yaml', '-f', join(folder, 'one.yaml'));
  expect(made).toBeNull();
  expect(stderr).toMatch(
    /^daytona: no credentials are missing that can be generated\nstill missing: dex\.config\.staticPasswords: /,
  );
});

test('a table gets credentials for each row, which later runs keep', () => {
  const table = join(folder, 'rows.csv');
  const file = join(folder, 'rows.private.csv');
  writeFileSync(table, 'id\n1\n2\n');
  const rows = () => rowsOf({ source: file, text: readFileSync(file, 'utf8') }).map(({ columns }) => columns);
  expect(launch('secrets', 'daytona', '--rows', table, '-o', file)).toMatchObject({ status: 0, stdout: '' });
  const [first = {}, second = {}] = rows();
  const names = Object.keys(first).filter((name) => name !== 'id');
  expect(names.length).toBeGreaterThan(5);
  expect(names).not.toContain('fingerprintKey');
  for (const name of names) expect(second[name]).not.toBe(first[name]);
  expect(launch('secrets', 'daytona', '--rows', table, '-o', file).stderr).toContain('2 rows, 0 with new credentials');
  expect(rows()).toEqual([first, second]);
}, 60_000);
