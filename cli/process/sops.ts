// Runs SOPS to encrypt the values of a Secret. Values are passed through a pipe, never on a command line or in a file.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, type Manifest } from '../../lib/k8s/object/manifest';
import type { Recipients } from '../../lib/secrets/sops';
import { visible } from '../../lib/values/visible';
import { toYaml } from '../../lib/yaml/yaml';
import type { Encryptor } from '../run/encrypting';

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
      `${describe(secret)}: its rule in .sops.yaml must say mac_only_encrypted: true, because labels and annotations change after encryption`,
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
  const { status, stdout, stderr } = await outcomeOf(spawn('sops', args, { cwd }), toYaml([secret]), signal).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Error(`${describe(secret)} needs the program sops, which is not on the PATH (${INSTALL})`);
    },
  );
  if (status !== 0) throw new Error(`${describe(secret)}: sops failed: ${visible(stderr.trim())}`);
  return parse(stdout) as Manifest;
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gives the program its input and waits for it. An aborted signal stops it, and rejects with the signal's reason. */
function outcomeOf(child: ChildProcessWithoutNullStreams, input: string, signal?: AbortSignal): Promise<Outcome> {
  const output = { stdout: '', stderr: '' };
  return new Promise<Outcome>((done, fail) => {
    const stop = () => {
      child.kill();
      // Programs that it has started may keep its pipes open.
      for (const stream of child.stdio) stream?.destroy();
      child.unref();
      fail(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    // A program that fails may end before it has read its input.
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', fail);
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop);
      done({ status, ...output });
    });
  });
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
