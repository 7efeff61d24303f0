// How to replace credentials that several charts have.

import type { Rotation, Rotations } from './rotation';

export const APPLY = 'render with the next value, and apply';

/** The next value is issued first, and both are valid for a time. */
export const issued = (issuer: string, readers: string, more: Partial<Rotation> = {}): Rotation => ({
  issuer,
  readers,
  order: [`create a second one at ${issuer}`, `${APPLY} with it`, 'delete the old one'],
  impact: 'none while both are valid',
  ...more,
});

/** The private key of `ingress.secrets[]`. */
export const tlsKey = (program: string): Rotation => ({
  issuer: 'the certificate authority',
  readers: `the Ingress controller, for ${program}`,
  order: ['request a certificate for a new key', 'set certificate and key together', 'apply'],
  impact: 'none',
});

/** Every chart has it. */
export const fingerprintRotation: Rotations = {
  fingerprintKey: {
    readers: 'sandbox-charts itself; it is never rendered',
    order: [APPLY],
    impact: 'every pod that reads a Secret restarts once, Jobs that read one run again, and everything is sealed again',
  },
};
