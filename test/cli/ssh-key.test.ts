// The OpenSSH form of Ed25519 keys.

import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateFile, publicLine } from '../../cli/run/secrets/ssh-key';

/** PKCS #8 up to the 32 bytes of an Ed25519 key. */
const PKCS8 = '302e020100300506032b657004220420';

test('the same bytes as sshpk 1.18 writes for the same key', () => {
  const seed = '056094bbe84fa5bddbffbab2fb27dbb5a377bdd4cb450313f282a19d6d404cda';
  const key = createPrivateKey({ key: Buffer.from(PKCS8 + seed, 'hex'), format: 'der', type: 'pkcs8' });
  expect(privateFile(key, Buffer.from('0a887743', 'hex'))).toBe(`-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACCnjjYbagGh8RFyFT4YYPv2uMhhKI/SgldGWEMM0vFn3wAAAIgKiHdDCoh3
QwAAAAtzc2gtZWQyNTUxOQAAACCnjjYbagGh8RFyFT4YYPv2uMhhKI/SgldGWEMM0vFn3w
AAAEAFYJS76E+lvdv/urL7J9u1o3e91MtFAxPygqGdbUBM2qeONhtqAaHxEXIVPhhg+/a4
yGEoj9KCV0ZYQwzS8WffAAAAAAECAwQF
-----END OPENSSH PRIVATE KEY-----
`);
  expect(publicLine(key)).toBe('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKeONhtqAaHxEXIVPhhg+/a4yGEoj9KCV0ZYQwzS8Wff');
});

const hasSshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

(hasSshKeygen ? test : test.skip)('ssh-keygen reads the private key and derives the same public key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssh-key-'));
  try {
    const { privateKey } = generateKeyPairSync('ed25519');
    const file = join(folder, 'key');
    writeFileSync(file, privateFile(privateKey), { mode: 0o600 });
    const { status, stdout } = spawnSync('ssh-keygen', ['-y', '-P', '', '-f', file], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(publicLine(privateKey));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
