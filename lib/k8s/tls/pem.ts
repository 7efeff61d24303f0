// Certificates and keys as PEM: invalid ones, and keys that belong to another certificate.

/** The first line of a block. */
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n/g;

const labelsIn = (text: string): string[] => [...text.matchAll(BLOCK)].map(([, label = '']) => label);

const NO_LINES = 'has no line breaks: PEM has one after -----BEGIN ...-----, and at least every 64 characters';

/** Why a server cannot read it as a certificate chain; `undefined` if it can. Never quotes it. */
export function certificateFault(text: string): string | undefined {
  if (labelsIn(text).some((label) => /CERTIFICATE$/.test(label))) return undefined;
  return /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(text)
    ? NO_LINES
    : 'is not PEM (expected -----BEGIN CERTIFICATE-----)';
}

/** Why a server cannot read it as a private key; `undefined` if it can. Never quotes it. */
export function privateKeyFault(text: string): string | undefined {
  const labels = labelsIn(text);
  if (labels.includes('ENCRYPTED PRIVATE KEY') || /^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    return 'is encrypted: a server cannot ask for its password';
  }
  if (labels.some((label) => /PRIVATE KEY$/.test(label))) return undefined;
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
    ? NO_LINES
    : 'is not PEM (expected -----BEGIN PRIVATE KEY-----)';
}

/** Why SSH cannot read it as a private key; `undefined` if it can. Never quotes it. */
export function sshKeyFault(text: string): string | undefined {
  if (text.includes('\r')) return 'has Windows line breaks (CRLF), which SSH cannot read';
  return text.includes('-----BEGIN') ? privateKeyFault(text) : undefined;
}

/** Whether the key belongs to another certificate. False if one of them cannot be parsed. */
export function isOfAnotherCertificate(chain: string, key: string): boolean {
  // Loaded here because it is slow to load, and few releases have their own certificates.
  const { createPrivateKey, X509Certificate } = require('node:crypto') as typeof import('node:crypto');
  try {
    return !new X509Certificate(chain).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

export const OTHER_CERTIFICATE = 'is not the private key of the certificate';
