// Recognises an unchanged Secret without keeping it: a salted, slow hash over all of it, so that a guess has to get
// every key right at once and costs as much as logging in. It says nothing about texts that cannot be guessed.

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };

const hash = (content: string, salt: Buffer): Buffer => scryptSync(content, salt, 32, COST);

export function fingerprint(content: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${hash(content, salt).toString('base64url')}`;
}

export function isOf(print: string, content: string): boolean {
  const [salt = '', known = ''] = print.split('.');
  const expected = Buffer.from(known, 'base64url');
  const found = hash(content, Buffer.from(salt, 'base64url'));
  return expected.length === found.length && timingSafeEqual(expected, found);
}
