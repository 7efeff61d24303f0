// Simulates the Daytona API that registers runners: one region, and the admin user's key.

import { ApiStub, type Reply } from '../../../support/api-stub';

export const ADMIN_KEY = 'Zx81-admin-of-all';
const REGION = 'us';

interface RunnerRecord {
  readonly name: string;
  readonly apiKey: string;
  readonly region: string;
}

const ok = (status: number, body: unknown): Reply => ({ status, body });

export class RunnersApi extends ApiStub {
  readonly runners: RunnerRecord[] = [];

  constructor() {
    super(ADMIN_KEY);
  }

  get posts(): number {
    return this.calls.filter(({ request }) => request.startsWith('POST')).length;
  }

  add(name: string, apiKey: string): void {
    this.runners.push({ name, apiKey, region: REGION });
  }

  protected answer(request: string, body: Record<string, unknown>): Reply {
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
