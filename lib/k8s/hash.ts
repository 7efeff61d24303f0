// SHA-256 of text.

import type { BinaryToTextEncoding } from 'node:crypto';

export function sha256(text: string, encoding: BinaryToTextEncoding = 'hex'): string {
  // Loaded here because several charts hash nothing, and it takes a while.
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(text).digest(encoding);
}
