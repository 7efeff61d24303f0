// SHA-256 of text.

import type { BinaryToTextEncoding } from 'node:crypto';

let crypto: typeof import('node:crypto') | undefined;

export function sha256(text: string, encoding: BinaryToTextEncoding = 'hex'): string {
  // Loaded here because several charts hash nothing, and it takes a while.
  crypto ??= require('node:crypto') as typeof import('node:crypto');
  return crypto.createHash('sha256').update(text).digest(encoding);
}
