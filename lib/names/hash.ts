// SHA-256 of text or bytes, plain and keyed.

import type { BinaryToTextEncoding } from 'node:crypto';

let loaded: typeof import('node:crypto') | undefined;

/** Loaded here because it is slow to load, and several charts hash nothing. */
function crypto(): typeof import('node:crypto') {
  loaded ??= require('node:crypto') as typeof import('node:crypto');
  return loaded;
}

export function sha256(content: string | Buffer, encoding: BinaryToTextEncoding = 'hex'): string {
  const { createHash, hash } = crypto();
  // Faster, but missing in older versions of Node.js 20.
  if (hash) return hash('sha256', content, encoding);
  return createHash('sha256').update(content).digest(encoding);
}

/** HMAC-SHA-256: without the key, nobody can check whether a guess matches it. */
export const hmacSha256 = (key: string, text: string): string =>
  crypto().createHmac('sha256', key).update(text).digest('hex');
