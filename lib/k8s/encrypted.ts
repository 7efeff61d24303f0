// Secrets that SOPS has encrypted.

import type { Manifest } from './object/manifest';

/** Whether the values of a Secret are encrypted with SOPS. */
export const isEncrypted = ({ kind, sops }: Manifest): boolean => kind === 'Secret' && sops !== undefined;
