// Plays the part of the Daytona API that registers runners: one region, and the key of the admin user.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ADMIN_KEY = 'Zx81-admin-of-all';
const REGION = 'us';

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** Sent as it is, as HTML. */
  readonly html?: string;
  /** Hangs up instead. */
  readonly hangUp?: true;
}

interface RunnerRecord {
  readonly name: string;
  readonly apiKey: string;
  readonly region: string;
}

interface Call {
  readonly request: string;
  readonly body: Record<string, unknown> | undefined;
}

const ok = (status: number, body: unknown): Reply => ({ status, body });

export class RunnersApi {
  readonly runners: RunnerRecord[] = [];
  readonly calls: Call[] = [];
  /** Answers for the next calls, before the rules apply; `undefined` lets one through. */
  readonly faults: (Reply | undefined)[] = [];
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

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

  get posts(): number {
    return this.calls.filter(({ request }) => request.startsWith('POST')).length;
  }

  add(name: string, apiKey: string): void {
    this.runners.push({ name, apiKey, region: REGION });
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
    const authorized = request.headers.authorization === `Bearer ${ADMIN_KEY}`;
    const denied = ok(401, { message: `Invalid credentials ${request.headers.authorization}` });
    const reply = fault ?? (authorized ? this.answer(`${request.method} ${path}`, body ?? {}) : denied);
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.html === undefined ? 'application/json' : 'text/html',
    });
    response.end(reply.html ?? JSON.stringify(reply.body ?? {}));
  }

  private answer(request: string, body: Record<string, unknown>): Reply {
    if (request === `GET /admin/runners?regionId=${REGION}`) return ok(200, this.runners);
    if (request !== 'POST /admin/runners') return ok(404, { message: `Cannot ${request}` });
    const { regionId, name, apiKey, apiVersion } = body;
    if (regionId !== REGION) return ok(404, { message: 'Region not found' });
    if (!['0', '2'].includes(String(apiVersion)) || typeof apiKey !== 'string') {
      return ok(400, { message: ['apiKey must be a string'] });
    }
    if (this.runners.some((runner) => runner.name === name)) {
      return ok(409, { message: `Runner with name ${name} already exists in this region` });
    }
    this.add(String(name), apiKey);
    return ok(201, { id: `runner-${this.runners.length}`, apiKey });
  }
}
