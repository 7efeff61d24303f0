// Plays the part of the Daytona API that a registration talks to: regions of one organization, their keys, their rules.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const API_KEY = 'dtn_c0ffee_secret';

interface Region {
  readonly id: string;
  readonly name: string;
  readonly regionType: 'custom' | 'shared';
  proxyUrl?: string;
  snapshotManagerUrl?: string;
  sshGatewayUrl?: string;
  /** Snapshots lie under its snapshot manager: the URL is fixed. */
  hasSnapshots?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** Sent as it is, as HTML. */
  readonly html?: string;
  /** Hangs up instead. */
  readonly hangUp?: true;
}

interface Call {
  readonly request: string;
  readonly body: Record<string, unknown> | undefined;
}

export class DaytonaApi {
  readonly regions: Region[] = [];
  readonly calls: Call[] = [];
  /** Answers for the next calls, before the rules apply; `undefined` lets one through. */
  readonly faults: (Reply | undefined)[] = [];
  /** Without the flag, calls that change regions are 404 like paths that do not exist. */
  hasCustomRegions = true;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private serial = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api`;
  }

  /** `POST /regions`, in the order in which they came. */
  get requests(): string[] {
    return this.calls.map(({ request }) => request);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
    const path = (request.url ?? '').replace(/^\/api/, '');
    this.calls.push({ request: `${request.method} ${path}`, body });
    const fault = this.faults.shift();
    if (fault?.hangUp) {
      request.socket.destroy();
      return;
    }
    const authorized = request.headers.authorization === `Bearer ${API_KEY}`;
    const denied = { status: 401, body: { message: `Invalid credentials ${request.headers.authorization}` } };
    const reply: Reply = fault ?? (authorized ? this.answer(`${request.method} ${path}`, body ?? {}) : denied);
    response.writeHead(reply.status, { 'content-type': reply.html === undefined ? 'application/json' : 'text/html' });
    response.end(reply.html ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
  }

  private answer(request: string, body: Record<string, unknown>): Reply {
    if (!this.hasCustomRegions && !request.startsWith('GET ')) {
      return { status: 404, body: { message: `Cannot ${request.replace(' ', ' /api')}` } };
    }
    if (request === 'POST /regions') return this.create(body);
    if (request === 'GET /regions') return { status: 200, body: this.regions };
    const [, verb, id, action] = /^(\w+) \/regions\/([^/]+)(?:\/([^/]+))?$/.exec(request) ?? [];
    const region = this.regions.find((candidate) => candidate.id === id);
    if (!region) return { status: 404, body: { message: 'Region not found' } };
    if (verb === 'PATCH' && action === undefined) return this.change(region, body);
    const serial = ++this.serial;
    if (action === 'regenerate-ssh-gateway-api-key') {
      if (!region.sshGatewayUrl) return { status: 400, body: { message: 'Region does not have an SSH gateway URL' } };
      return { status: 200, body: { apiKey: `ssh-key-${serial}` } };
    }
    if (action === 'regenerate-proxy-api-key') return { status: 200, body: { apiKey: `proxy-key-${serial}` } };
    if (action === 'regenerate-snapshot-manager-credentials') {
      if (!region.snapshotManagerUrl) {
        return { status: 400, body: { message: 'Region does not have a snapshot manager URL configured' } };
      }
      return { status: 200, body: { username: 'snapshots', password: `snapshot-password-${serial}` } };
    }
    return { status: 404, body: { message: `Cannot ${request}` } };
  }

  private create({ name, proxyUrl, snapshotManagerUrl, sshGatewayUrl }: Record<string, unknown>): Reply {
    if (this.regions.some((region) => region.name === name)) {
      return { status: 409, body: { message: `Region with name ${name} already exists` } };
    }
    const serial = ++this.serial;
    const urls = {
      proxyUrl: String(proxyUrl),
      ...(snapshotManagerUrl ? { snapshotManagerUrl: String(snapshotManagerUrl) } : {}),
      ...(sshGatewayUrl ? { sshGatewayUrl: String(sshGatewayUrl) } : {}),
    };
    const region: Region = { id: `region-${serial}`, name: String(name), regionType: 'custom', ...urls };
    this.regions.push(region);
    const login = snapshotManagerUrl
      ? { snapshotManagerUsername: 'snapshots', snapshotManagerPassword: `snapshot-password-${serial}` }
      : { snapshotManagerUsername: null, snapshotManagerPassword: null };
    return {
      status: 201,
      body: {
        id: region.id,
        proxyApiKey: `proxy-key-${serial}`,
        sshGatewayApiKey: sshGatewayUrl ? `ssh-key-${serial}` : null,
        ...login,
      },
    };
  }

  private change(region: Region, { proxyUrl, snapshotManagerUrl, sshGatewayUrl }: Record<string, unknown>): Reply {
    if (snapshotManagerUrl !== undefined && region.hasSnapshots) {
      return { status: 400, body: { message: 'Cannot change the URL: there are snapshots under the old one' } };
    }
    if (proxyUrl !== undefined) region.proxyUrl = String(proxyUrl);
    if (sshGatewayUrl !== undefined) region.sshGatewayUrl = String(sshGatewayUrl);
    if (snapshotManagerUrl !== undefined) region.snapshotManagerUrl = String(snapshotManagerUrl);
    return { status: 200 };
  }
}
