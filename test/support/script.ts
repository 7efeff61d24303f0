// Runs a shell script as its container would: `sh -c`, only the environment from the manifest, the tools of the machine,
// and a stub for kubectl.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delimiter } from 'node:path/posix';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { ISecret } from 'kubernetes-models/v1/Secret';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as in the log of the container. */
  readonly log: string;
}

/** The objects of the API server, and what the script may do. */
export class Cluster {
  private readonly state = mkdtempSync(join(tmpdir(), 'cluster-'));
  private readonly bin = mkdtempSync(join(tmpdir(), 'bin-'));
  /** The pods for any selector. */
  pods: readonly object[] = [];
  /** Calls that fail before the API server responds again. */
  brokenCalls = 0;
  /** Writes that fail although a dry run of them succeeded. */
  lostWrites = 0;

  constructor(public rules: readonly IPolicyRule[]) {
    const stub = join(__dirname, 'kubectl.mjs');
    writeFileSync(join(this.bin, 'kubectl'), `#!/bin/sh\nexec "${process.execPath}" "${stub}" "$@"\n`, { mode: 0o755 });
  }

  run(script: string, env: Readonly<Record<string, string>>): Promise<Run> {
    const environment = {
      ...env,
      HOME: this.state,
      PATH: [this.bin, process.env.PATH].join(delimiter),
      STUB_STATE: this.state,
      STUB_RULES: JSON.stringify(this.rules),
      STUB_PODS: JSON.stringify(this.pods),
      STUB_BROKEN: String(this.brokenCalls),
      STUB_LOST: String(this.lostWrites),
    };
    return new Promise((resolve) => {
      execFile('sh', ['-c', script], { env: environment }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 128;
        resolve({ code, stdout, stderr, log: stdout + stderr });
      });
    });
  }

  /** The Secret as the API server holds it. */
  secret(name: string): ISecret | undefined {
    const file = join(this.state, `${name}.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ISecret) : undefined;
  }

  /** The values of the Secret as text. */
  texts(name: string): Record<string, string> | undefined {
    const data = this.secret(name)?.data;
    if (!data) return undefined;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString('utf8')]),
    );
  }

  put(name: string, secret: Partial<ISecret> & { readonly texts?: Readonly<Record<string, string>> }): void {
    const { texts = {}, ...rest } = secret;
    const data = Object.fromEntries(
      Object.entries(texts).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    );
    const object = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data, ...rest };
    writeFileSync(
      join(this.state, `${name}.json`),
      JSON.stringify({ ...object, metadata: { name, ...rest.metadata } }),
    );
  }

  delete(name: string): void {
    rmSync(join(this.state, `${name}.json`));
  }

  /** The calls to kubectl so far, arguments only. */
  get calls(): string[] {
    const log = join(this.state, 'calls.log');
    return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  }

  dispose(): void {
    for (const folder of [this.state, this.bin]) rmSync(folder, { recursive: true, force: true });
  }
}
