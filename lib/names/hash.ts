// SHA-256 of text or bytes, plain and keyed.

import type { BinaryToTextEncoding } from 'node:crypto';

let loaded: typeof import('node:crypto') | undefined;

/** Loaded here because it is slow to load, and several charts hash nothing. */
function crypto(): typeof import('node:crypto') {
  loaded ??= require('node:crypto') as typeof import('node:crypto');
  return loaded;
}

export const sha256 = (content: string | Buffer, encoding: BinaryToTextEncoding = 'hex'): string =>
  crypto().createHash('sha256').update(content).digest(encoding);

/** HMAC-SHA-256: without the key, nobody can check whether a guess matches it. */
export const hmacSha256 = (key: string, text: string): string =>
  crypto().createHmac('sha256', key).update(text).digest('hex');
