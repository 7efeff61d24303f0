// Values of a region that tests start from.

import { join } from 'node:path';
import { readLayer } from '../../../lib/values/file/load';
import type { Tree } from '../../../lib/values/layer';

/** Only the required values. */
export const minimal = {
  regionName: 'my-custom-region',
  proxyUrl: 'https://proxy.mycompany.daytona.io',
  daytonaApiUrl: 'https://api.daytona.io/api',
  daytonaApiKey: 'dtn_your_api_key_here',
};

const bucket = { region: 'us-east-1', bucket: 'my-snapshots' };
const ingress = { enabled: true, hostname: 'snapshots.mycompany.daytona.io' };

/** A snapshot manager without keys, which uses the cloud role of its pod. */
export const snapshots = { enabled: true, ingress, storage: { s3: bucket } };

/** The region in the system's own documentation. */
export const documented = {
  ...minimal,
  registration: { enabled: true },
  services: {
    snapshotManager: {
      ...snapshots,
      storage: { s3: { ...bucket, accessKey: 'AKIAXXXXXXXXXX', secretKey: 'your-secret-key' } },
    },
  },
};

export const withRole = {
  ...minimal,
  services: {
    snapshotManager: {
      ...snapshots,
      serviceAccount: {
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789:role/daytona-snapshots' },
      },
    },
  },
};

export const withExistingSecret = {
  ...minimal,
  services: { snapshotManager: { ...snapshots, storage: { s3: { ...bucket, existingSecret: 'my-s3-credentials' } } } },
};

export const selfSigned = {
  ...minimal,
  services: {
    proxy: { ingress: { selfSigned: true } },
    snapshotManager: { ...snapshots, http: { tls: { selfSigned: true } } },
  },
};

export const withCertManager = {
  ...selfSigned,
  certManager: { issuer: 'daytona', kind: 'Issuer', selfSigned: true },
};

export const unregistered = {
  proxyUrl: minimal.proxyUrl,
  daytonaApiUrl: minimal.daytonaApiUrl,
  registration: { enabled: false },
  services: { proxy: { env: { PROXY_API_KEY: 'proxy-key-of-the-dashboard' } } },
};

const EVERYTHING = join(__dirname, 'everything.values.yaml');

/** Everything that is optional, at once. */
export const everything: Tree = readLayer(EVERYTHING, EVERYTHING).apply({});
