// How to replace each credential of peer pods.

import { APPLY, fingerprintRotation, issued } from '../../lib/render/lifecycle/common-rotations';
import type { Rotation, Rotations } from '../../lib/render/lifecycle/rotation';

const READERS = 'cloud-api-adaptor, peerpod-ctrl';
const RESTART = 'none while both are valid, except that running confidential pods end while the adaptor restarts';

const provider = (issuer: string): Rotation => issued(issuer, READERS, { impact: RESTART });

/** The adaptor and the agent in each VM authenticate each other. */
const certificate: Rotation = {
  issuer: 'your certificate authority',
  readers: 'cloud-api-adaptor, and the agents of its peer pods',
  order: [
    'for a new authority, first set a caCert with both authorities, and apply',
    'create certificate and key',
    'set caCert, clientCert and clientKey together',
    'apply, and recreate running peer pods',
  ],
  impact: 'the adaptor cannot reach peer pods that trust only the old authority',
};

export const rotations: Rotations = {
  'providerSecrets.alibabacloud.*': provider('Alibaba Cloud'),
  'providerSecrets.aws.*': provider('AWS'),
  'providerSecrets.azure.*': provider('Azure'),
  'providerSecrets.byom.*': {
    issuer: 'you',
    readers: READERS,
    order: ['add the new key to the machines', APPLY, 'remove the old key from the machines'],
    impact: RESTART,
  },
  'providerSecrets.docker.*': provider('Docker'),
  'providerSecrets.gcp.*': provider('Google Cloud'),
  'providerSecrets.ibmcloud.*': provider('IBM Cloud'),
  'providerSecrets.ibmcloudpowervs.*': provider('IBM Cloud'),
  'providerSecrets.libvirt.*': provider('the libvirt host'),
  'providerSecrets.vsphere.*': provider('vCenter'),
  'secrets.tlsCerts.caCert': certificate,
  'secrets.tlsCerts.clientCert': certificate,
  'secrets.tlsCerts.clientKey': certificate,
  ...fingerprintRotation,
};
