// A stub of the Daytona API on loopback: records the calls, and answers them by rules or with prepared failures.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  /** Default: 200. */
  readonly status?: number;
  readonly body?: unknown;
  /** Sent unchanged, such as HTML. */
  readonly html?: string;
  /** Closes the connection instead. */
  readonly hangUp?: true;
}

interface Call {
  /** `POST /regions` */
  readonly request: string;
  readonly body: Record<string, unknown> | undefined;
}

export abstract class ApiStub {
  readonly calls: Call[] = [];
  /** Answers for the next calls, before the rules apply; `undefined` leaves a call to the rules. */
  readonly faults: (Reply | undefined)[] = [];
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  /** `key` is the bearer token that it accepts. */
  constructor(private readonly key: string) {}

  protected abstract answer(request: string, body: Record<string, unknown>): Reply;

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
    const authorized = request.headers.authorization === `Bearer ${this.key}`;
    const denied = { status: 401, body: { message: `Invalid credentials ${request.headers.authorization}` } };
    const reply: Reply = fault ?? (authorized ? this.answer(`${request.method} ${path}`, body ?? {}) : denied);
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.html === undefined ? 'application/json' : 'text/html',
    });
    response.end(reply.html ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
  }
}
