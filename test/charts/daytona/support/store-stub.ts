// A small S3 server in memory, without authentication, for rclone.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outcome } from '../../../support/servers';

export class StoreStub {
  refusesWrites = false;
  /** Whether it changes what it stores, and reports the checksum of what was sent. */
  damages = false;
  private readonly objects = new Map<string, { readonly body: Buffer; readonly headers: Record<string, string> }>();
  private readonly server: Server = createServer((request, response) => void this.respond(request, response));

  static async start(): Promise<StoreStub> {
    const stub = new StoreStub();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  put(name: string, text: string): void {
    const body = Buffer.from(text);
    this.objects.set(name, { body, headers: { etag: etagOf(body) } });
  }

  get(name: string): Buffer | undefined {
    return this.objects.get(name)?.body;
  }

  names(): string[] {
    return [...this.objects.keys()];
  }

  /** Runs a script with rclone's remote `store`. The server must be able to answer meanwhile. */
  run(script: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
    const { port } = this.server.address() as AddressInfo;
    const child = spawn('sh', ['-c', script], {
      env: {
        PATH: process.env.PATH,
        RCLONE_CONFIG: '/notfound',
        RCLONE_CONFIG_STORE_TYPE: 's3',
        RCLONE_CONFIG_STORE_PROVIDER: 'Other',
        RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
        RCLONE_CONFIG_STORE_ENDPOINT: `http://127.0.0.1:${port}`,
        RCLONE_CONFIG_STORE_FORCE_PATH_STYLE: 'true',
        RCLONE_CONFIG_STORE_NO_CHECK_BUCKET: 'true',
        RCLONE_RETRIES: '1',
        RCLONE_LOW_LEVEL_RETRIES: '1',
        AWS_ACCESS_KEY_ID: 'AKIAZX81',
        AWS_SECRET_ACCESS_KEY: 'Zx81-s3',
        ...env,
      },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = decodeURIComponent(url.pathname).replace(/^\/+/, '');
    if (request.method === 'PUT') return this.write(name, await bodyOf(request), request, response);
    if (url.searchParams.has('list-type') || url.searchParams.has('delimiter')) {
      response.end(this.listing(name.replace(/\/$/, ''), url.searchParams.get('prefix') ?? ''));
      return;
    }
    const found = this.objects.get(name);
    if (!found) response.writeHead(404).end();
    else if (request.method === 'DELETE') {
      this.objects.delete(name);
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { ...found.headers, 'content-length': found.body.length, 'last-modified': DATE });
      response.end(request.method === 'HEAD' ? undefined : found.body);
    }
  }

  private write(name: string, body: Buffer, { headers }: IncomingMessage, response: ServerResponse): void {
    if (this.refusesWrites) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>denied</Message></Error>');
      return;
    }
    const kept = Object.entries(headers).filter(([key]) => key.startsWith('x-amz-meta-'));
    const stored = Buffer.from(body);
    if (this.damages) stored[stored.length >> 1] = (stored[stored.length >> 1] ?? 0) ^ 1;
    const etag = etagOf(body);
    this.objects.set(name, {
      body: stored,
      headers: { etag, ...(Object.fromEntries(kept) as Record<string, string>) },
    });
    response.writeHead(200, { etag }).end();
  }

  private listing(bucket: string, prefix: string): string {
    const contents = [...this.objects]
      .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
      .map(
        ([name, { body, headers }]) =>
          `<Contents><Key>${name.slice(bucket.length + 1)}</Key><Size>${body.length}</Size><ETag>${headers.etag}</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`,
      );
    return `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  }
}

const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
