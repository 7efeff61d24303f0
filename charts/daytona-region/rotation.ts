// How to replace each credential of a region.

import { APPLY, fingerprintRotation, issued, tlsKey } from '../../lib/render/lifecycle/common-rotations';
import type { Rotation, Rotations } from '../../lib/render/lifecycle/rotation';

const clientKey: Rotation = {
  readers: 'SSH gateway (private key); the runners of the region (public key)',
  order: [
    `${APPLY}: both halves change together`,
    'set the public key as runner.sshPublicKey of the chart runner-manager, and apply that release',
  ],
  impact: 'SSH connections fail until gateway and runners have the same pair',
};

/** Daytona invalidates the old key at once. */
const ofRegion = (readers: string, call: string): Rotation => ({
  issuer: 'Daytona',
  readers,
  order: [`request it: \`POST /api/regions/ID/${call}\``, `${APPLY} at once`],
  impact: 'the old one stops working with the first step',
});

const storeKey = issued('the object store', 'runners', {
  impact: 'none while both are valid, except that connections to sandboxes end while runners restart',
});

/** Variables that the chart does not know. */
const other = issued('its issuer', 'the program that gets the variable');

export const rotations: Rotations = {
  daytonaApiKey: issued('Daytona', 'the registration Job, the runner reaper'),
  'services.proxy.ingress.secrets[].key': tlsKey('the proxy'),
  'services.proxy.env.PROXY_API_KEY': ofRegion(
    'proxy, without the registration; with it, the key is in the Secret R-region-config',
    'regenerate-proxy-api-key',
  ),
  'services.snapshotManager.ingress.secrets[].key': tlsKey('the snapshot manager'),
  'services.snapshotManager.storage.s3.accessKey': issued('the object store', 'snapshot manager'),
  'services.snapshotManager.storage.s3.secretKey': issued('the object store', 'snapshot manager'),
  'services.snapshotManager.http.secret': {
    readers: 'snapshot manager',
    order: [APPLY],
    impact: 'uploads that are running start again',
  },
  'services.sshGateway.apiKey': ofRegion(
    'SSH gateway, without the registration; with it, the key is in the Secret R-region-config',
    'regenerate-ssh-gateway-api-key',
  ),
  'services.sshGateway.sshKeys.privClientSSHKey': clientKey,
  'services.sshGateway.sshKeys.pubClientSSHKey': clientKey,
  'services.sshGateway.sshKeys.privGatewaySSHKey': {
    readers: 'SSH gateway',
    order: ['announce the new key to users', APPLY],
    impact: 'SSH clients refuse to connect until users delete the old host key with `ssh-keygen -R`',
  },
  'services.runner.env.API_TOKEN': {
    readers: 'runners; Daytona, which registers them with it',
    order: ['drain the runners, and delete their records in Daytona', APPLY, 'let them register with the next token'],
    impact: 'the runners are unavailable, and their sandboxes with them',
  },
  'services.runner.env.AWS_ACCESS_KEY_ID': storeKey,
  'services.runner.env.AWS_SECRET_ACCESS_KEY': storeKey,
  'services.runner.env.*': other,
  'services.runnermanager.env.*': other,
  ...fingerprintRotation,
};
