// Certificates and keys as PEM: what a server or SSH can read.

import { generateKeyPairSync } from 'node:crypto';
import { certificateFault, isOfAnotherCertificate, privateKeyFault, sshKeyFault } from '../../lib/k8s/tls/pem';

const pem = (label: string, line = 'TUlJQg==') => `-----BEGIN ${label}-----\n${line}\n-----END ${label}-----\n`;
const flat = (label: string) => pem(label).replaceAll('\n', ' ');
const NO_LINES = 'has no line breaks: PEM has one after -----BEGIN ...-----, and at least every 64 characters';

test.each([
  [pem('CERTIFICATE'), undefined],
  [pem('TRUSTED CERTIFICATE'), undefined],
  [pem('CERTIFICATE').replaceAll('\n', '\r\n'), undefined],
  [pem('PRIVATE KEY') + pem('CERTIFICATE'), undefined],
  [flat('CERTIFICATE'), NO_LINES],
  [pem('PRIVATE KEY'), 'is not PEM (expected -----BEGIN CERTIFICATE-----)'],
  ['MIIB', 'is not PEM (expected -----BEGIN CERTIFICATE-----)'],
])('the certificate %j: %s', (text, fault) => {
  expect(certificateFault(text)).toBe(fault);
});

const ENCRYPTED = 'is encrypted: a server cannot ask for its password';

test.each([
  [pem('PRIVATE KEY'), undefined],
  [pem('RSA PRIVATE KEY'), undefined],
  [pem('ENCRYPTED PRIVATE KEY'), ENCRYPTED],
  [pem('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nTUlJQg=='), ENCRYPTED],
  [flat('EC PRIVATE KEY'), NO_LINES],
  [pem('PUBLIC KEY'), 'is not PEM (expected -----BEGIN PRIVATE KEY-----)'],
])('the key %j: %s', (text, fault) => {
  expect(privateKeyFault(text)).toBe(fault);
});

test.each([
  [pem('OPENSSH PRIVATE KEY'), undefined],
  ['UFJJVg==', undefined],
  [pem('OPENSSH PRIVATE KEY').replaceAll('\n', '\r\n'), 'has Windows line breaks (CRLF), which SSH cannot read'],
  [pem('ENCRYPTED PRIVATE KEY'), ENCRYPTED],
])('the SSH key %j: %s', (text, fault) => {
  expect(sshKeyFault(text)).toBe(fault);
});

test('what cannot be parsed is not known to belong to another certificate', () => {
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  expect(isOfAnotherCertificate(pem('CERTIFICATE'), key)).toBe(false);
});
