// A registry on loopback that serves OCI image layouts, read-only, by the distribution API.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const TAG = 'org.opencontainers.image.ref.name';
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export class Registry {
  private readonly server: Server = createServer(({ url = '' }, response) => this.answer(url, response));

  /** `layout` is the folder of the layout, which may change. */
  constructor(private readonly layout: string) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
  }

  /** Host and port. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
  }

  private answer(url: string, response: ServerResponse): void {
    const [, kind, reference = ''] = /^\/v2\/.+\/(manifests|blobs|tags)\/([^?]+)/.exec(url) ?? [];
    const all = this.manifests();
    const found = all.find(({ digest, annotations = {} }) => digest === reference || annotations[TAG] === reference);
    if (/^\/v2\/?$/.test(url)) send(response, 'application/json', Buffer.from('{}'));
    else if (kind === 'tags') send(response, 'application/json', Buffer.from(JSON.stringify(tagsOf(all))));
    else if (kind === 'manifests' && found) this.blob(response, found.digest, found.mediaType);
    else if (kind === 'blobs') this.blob(response, reference, 'application/octet-stream');
    else response.writeHead(404).end();
  }

  private manifests(): Descriptor[] {
    const index = JSON.parse(readFileSync(join(this.layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] };
    return index.manifests;
  }

  private blob(response: ServerResponse, digest: string, mediaType: string): void {
    const file = join(this.layout, 'blobs', ...digest.split(':'));
    if (!DIGEST.test(digest) || !existsSync(file)) response.writeHead(404).end();
    else send(response, mediaType, readFileSync(file), digest);
  }
}

const tagsOf = (all: readonly Descriptor[]) => ({
  name: 'deploy',
  tags: all.flatMap(({ annotations = {} }) => annotations[TAG] ?? []),
});

function send(response: ServerResponse, type: string, body: Buffer, digest?: string): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': body.length,
    ...(digest ? { 'Docker-Content-Digest': digest } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
