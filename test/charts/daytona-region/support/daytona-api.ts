// Simulates the Daytona API for a registration: the regions of one organization, their keys, and the API's rules.

import { ApiStub, type Reply } from '../../../support/api-stub';

export const API_KEY = 'dtn_c0ffee_secret';

interface Region {
  readonly id: string;
  readonly name: string;
  readonly regionType: 'custom' | 'shared';
  proxyUrl?: string;
  snapshotManagerUrl?: string;
  sshGatewayUrl?: string;
  /** The snapshots belong to its snapshot manager, so the URL is fixed. */
  hasSnapshots?: boolean;
}

export class DaytonaApi extends ApiStub {
  readonly regions: Region[] = [];
  /** Without the flag, requests that change regions get a 404, as for unknown paths. */
  hasCustomRegions = true;
  private serial = 0;

  constructor() {
    super(API_KEY);
  }

  /** `POST /regions`, in the order of arrival. */
  get requests(): string[] {
    return this.calls.map(({ request }) => request);
  }

  protected answer(request: string, body: Record<string, unknown>): Reply {
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
