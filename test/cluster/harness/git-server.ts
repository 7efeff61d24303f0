// A Git repository that is served over HTTP on loopback, as a forge serves it: Git's own http-backend behind a small server.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REPOSITORY = 'deploy.git';
export const BRANCH = 'main';

export class GitServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'git-server-'));
  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  private readonly running = new Set<ChildProcess>();

  async start(): Promise<void> {
    this.git(['init', '--quiet', '--bare', `--initial-branch=${BRANCH}`, this.repository]);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${REPOSITORY}`;
  }

  /** Commits the content of a folder, and returns the commit. */
  commit(tree: string): string {
    const place = ['--git-dir', this.repository, '--work-tree', tree];
    this.git([...place, 'add', '--all', '--force', '.']);
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    this.git([...place, ...identity, 'commit', '--quiet', '--allow-empty', '--message', 'change']);
    return this.git(['--git-dir', this.repository, 'rev-parse', BRANCH]).trim();
  }

  stop(): void {
    for (const child of this.running) child.kill();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get repository(): string {
    return join(this.folder, REPOSITORY);
  }

  private git(args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8', env: this.environment() });
  }

  /** Ignores the user's configuration. */
  private environment(): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1' };
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { headers } = request;
    const child = spawn('git', ['http-backend'], {
      env: {
        ...this.environment(),
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.running.add(child);
    request.pipe(child.stdin);
    child.stdin.on('error', () => undefined);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      this.running.delete(child);
      reply(response, Buffer.concat(chunks));
    });
  }
}

/** What a CGI program wrote: headers, an empty line, the body. */
function reply(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const headers = lines.map((line) => line.split(/:\s*/, 2) as [string, string]).filter(([name]) => name !== '');
  const status = headers.find(([name]) => name === 'Status')?.[1];
  response.writeHead(end < 0 ? 500 : Number.parseInt(status ?? '200', 10), Object.fromEntries(headers));
  response.end(output.subarray(end + 4));
}
