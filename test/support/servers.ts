// Real servers from Debian packages, for tests of the scripts that set them up.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program from a Debian package; each version of PostgreSQL has its own folder. */
export function program(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  const root = '/usr/lib/postgresql';
  if (existsSync(root)) folders.push(...readdirSync(root).map((version) => join(root, version, 'bin')));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** `describe` where the programs are installed. Elsewhere the tests are skipped, except in CI, where they fail. */
export function describeWith(names: readonly string[], packages: string, title: string, tests: () => void): void {
  const missing = names.filter((name) => program(name) === undefined);
  if (missing.length === 0 || process.env.CI) {
    describe(title, tests);
    return;
  }
  describe.skip(`${title}: skipped without ${missing.join(', ')} (apt-get install ${packages})`, tests);
}

/** An unused port. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** PostgreSQL refuses to run as root. */
const SERVER_USER: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

function idOf(flag: string): number {
  const { stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return Number(stdout.trim() || '65534');
}

/** A folder that the servers can write to. */
export function serverFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  if (SERVER_USER.uid !== undefined) chownSync(folder, SERVER_USER.uid, SERVER_USER.gid ?? SERVER_USER.uid);
  return folder;
}

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, as the servers' user. */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Outcome {
  const { status, stdout, stderr } = spawnSync(program(file) ?? file, [...args], {
    ...SERVER_USER,
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...env },
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

/** A server in the background. */
export class BackgroundServer {
  private readonly child: ChildProcess;
  private log = '';

  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.child = spawn(program(file) ?? file, [...args], {
      ...SERVER_USER,
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.log += text));
  }

  /** Waits until `answers` is true. */
  async ready(answers: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      if (answers()) return;
      if (this.child.exitCode !== null) throw new Error(`the server has ended: ${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the server does not answer: ${this.log}`);
  }

  /** Stops it as Kubernetes does. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }
}

export function removeServerFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
