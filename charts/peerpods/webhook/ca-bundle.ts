// A bundle of certificates in the forms that users have: PEM, or PEM in base64 as in Kubernetes objects.

import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

export interface Bundle {
  /** PEM in base64; empty if there is a problem. */
  readonly bundle: string;
  /** What is wrong with it, without showing it. */
  readonly problem?: string;
}

const broken = (problem: string): Bundle => ({ bundle: '', problem });

export function readBundle(given: string): Bundle {
  const pem = given.includes('-----BEGIN ') ? given : decoded(given);
  const blocks = [...pem.matchAll(BLOCK)];
  if (blocks.length === 0) return broken('is neither PEM nor base64-encoded PEM');
  for (const [index, [block, type = '']] of blocks.entries()) {
    if (type.endsWith('PRIVATE KEY')) return broken('contains a private key, which anyone could read there');
    if (type !== 'CERTIFICATE' || !isCertificate(block)) return broken(`block ${index + 1} is not a certificate`);
  }
  const text = blocks.map(([block]) => `${block}\n`).join('');
  return { bundle: Buffer.from(text, 'utf8').toString('base64') };
}

const decoded = (text: string): string => Buffer.from(text.replace(/\s/g, ''), 'base64').toString('utf8');

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}
