// Runs SOPS to encrypt the values of a Secret. Values are passed through a pipe, never on a command line or in a file.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, type Manifest } from '../../lib/k8s/object/manifest';
import type { Recipients } from '../../lib/secrets/sops';
import { visible } from '../../lib/values/visible';
import { toYaml } from '../../lib/yaml/yaml';
import { runProgram } from './child';

/** Encrypts the values of a Secret. Rejects with the reason of `signal` when it is aborted. */
export type Encryptor = (secret: Manifest, recipients: Recipients, signal?: AbortSignal) => Promise<Manifest>;

const INSTALL = 'install SOPS 3.10 or later (https://getsops.io) and put it on the PATH';

const VALUES = '^(data|stringData)$';

/** Encrypts in `cwd`. The rules of `.sops.yaml` match the path that `fileOf` returns for a Secret. */
export function sopsIn(cwd: string, fileOf: (secret: Manifest) => string): Encryptor {
  return async (secret, recipients, signal) => {
    const isOurs = Object.values(recipients).some((keys) => keys.length > 0);
    const encrypted = isOurs
      ? await withRules(recipients, (file) => run(cwd, secret, fileOf(secret), ['--config', file], signal))
      : await run(cwd, secret, fileOf(secret), [], signal);
    const { mac_only_encrypted: macOnlyEncrypted } = (encrypted.sops ?? {}) as { mac_only_encrypted?: boolean };
    if (macOnlyEncrypted === true) return encrypted;
    throw new Error(
      `${describe(secret)}: its rule in .sops.yaml must set mac_only_encrypted: true, because labels and annotations change after encryption`,
    );
  };
}

async function run(
  cwd: string,
  secret: Manifest,
  file: string,
  config: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const formats = ['--input-type', 'yaml', '--output-type', 'yaml', '--filename-override', file];
  const args = [...config, 'encrypt', ...formats, '--encrypted-regex', VALUES];
  const { status, stdout, stderr } = await runProgram('sops', args, { cwd, input: toYaml([secret]), signal }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Error(`${describe(secret)} needs the program sops, which is not on the PATH (${INSTALL})`);
    },
  );
  if (status !== 0) throw new Error(`${describe(secret)}: sops failed: ${visible(stderr.trim())}`);
  return parse(stdout) as Manifest;
}

/** A temporary rules file for these recipients during `use`, because SOPS has no flag for mac_only_encrypted. */
async function withRules<T>({ age, pgp, kms }: Recipients, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sops-'));
  try {
    const file = join(folder, 'rules.yaml');
    const keys = { age: age.join(','), pgp: pgp.join(','), kms: kms.join(',') };
    const given = Object.fromEntries(Object.entries(keys).filter(([, list]) => list !== ''));
    writeFileSync(file, JSON.stringify({ creation_rules: [{ ...given, mac_only_encrypted: true }] }));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
