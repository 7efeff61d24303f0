// No file, index or message holds an unkeyed hash of a credential, from which the credential could be guessed offline.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../charts/registry';
import { run } from '../cli/support/run';
import { textsIn } from '../support/files';
import { unkeyedHashes } from '../support/unkeyed-hashes';

const PASSWORD = 'correct horse battery staple';
const CERTIFICATE = join(__dirname, 'secrets', 'sealed-secrets', 'input', 'sealing.crt');
const KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'unkeyed-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const MODES: Readonly<Record<string, readonly string[]>> = {
  existing: [],
  'external-secrets': ['--secret-store', 'vault'],
  'sealed-secrets': ['--certificate', CERTIFICATE],
};

/** Every length of a Secret's name that the chart can generate: `lab-session-ID-secrets`, at most 63 characters. */
const IDS = Array.from({ length: 51 }, (_, index) => 'a'.repeat(index + 1));

describe.each(['', KEY])('with fingerprintKey %j', (key) => {
  test.each(Object.entries(MODES))('%s: for any length of the name', async (mode, flags) => {
    for (const id of IDS) {
      const values = [
        ['session.id', id],
        ['session.userId', 'ada'],
        ['rootfs.imageUrl', 'https://images.example.com/lab.ext4'],
        ['codeServer.password', PASSWORD],
        ...(key ? [['fingerprintKey', key]] : []),
      ].flatMap(([path, value]) => ['--set-string', `${path}=${value}`]);
      const { code, err } = await run(
        { version: '1.2.3', registry },
        ['synth', 'dozlab-session', ...values, '--secrets', mode, ...flags],
        { cwd },
      );
      expect([id.length, code, err]).toEqual([id.length, 0, err]);
      const texts = [err, ...Object.values(textsIn(join(cwd, 'dist'), { index: true }))];
      expect([id.length, ...unkeyedHashes({ 'vscode-password': PASSWORD }, texts)]).toEqual([id.length]);
    }
  });
});
