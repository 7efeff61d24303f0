// Credentials that the command makes up: complete, well-formed, new each time, and readable by their owner alone.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { parsePrivateKey } from 'sshpk';
import { parse } from 'yaml';
import { system } from '../../charts/daytona';
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

const bin = join(root, 'build', 'lib', 'cli', 'launch.js');
const user = { email: 'ops@example.com', username: 'ops', userID: '1', password: `$2y$12$${'a'.repeat(53)}` };
const chosen = { dex: { config: { staticPasswords: [user] } } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

test('they are all that the platform misses, but for the people who log in', () => {
  const { made, file } = secrets('one.yaml');
  expect(problemsOf(system, [made, chosen])).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('each has the form that its reader needs', () => {
  const { services, harbor } = secrets('two.yaml').made;
  const { privClientSSHKey = '', pubClientSSHKey = '' } = services.sshGateway.sshKeys;
  const key = parsePrivateKey(Buffer.from(privClientSSHKey, 'base64'), 'openssh');
  expect(key.type).toBe('ed25519');
  const words = (line: string) => line.split(' ').slice(0, 2);
  expect(words(key.toPublic().toString('ssh'))).toEqual(words(Buffer.from(pubClientSSHKey, 'base64').toString()));
  expect(harbor.secretKey).toMatch(/^[A-Za-z0-9]{16}$/);
  expect(harbor.core.tokenKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  const { password, htpasswdString } = harbor.registry.credentials;
  expect(bcrypt.compareSync(password, htpasswdString.replace(/^[^:]+:/, ''))).toBe(true);
});

test('they are new each time, and what is given stays', () => {
  const one = readFileSync(join(folder, 'one.yaml'), 'utf8');
  expect(readFileSync(join(folder, 'two.yaml'), 'utf8')).not.toBe(one);
  const { made, stderr } = secrets('three.yaml', '-f', join(folder, 'one.yaml'));
  expect(made).toBeNull();
  expect(stderr).toBe('daytona misses no credential\n');
});
