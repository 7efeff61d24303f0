// The annotation that shows whether an earlier ciphertext still belongs to a Secret.

import { timingSafeEqual } from 'node:crypto';
import type { Manifest } from '../k8s/object/manifest';

export const FINGERPRINT = 'sandbox-charts/fingerprint';

/** Whether an object has exactly this fingerprint. */
export function isFingerprint({ metadata }: Manifest, wanted: string): boolean {
  const found = Buffer.from(String(metadata.annotations?.[FINGERPRINT] ?? ''));
  const expected = Buffer.from(wanted);
  return found.length === expected.length && timingSafeEqual(found, expected);
}
