// Encrypts text for the Sealed Secrets controller. The result is random: the same text gives different bytes.

import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';

/** The public key of the certificate in `file`. Throws if it cannot be used for sealing. */
export function sealingKey(file: string, certificate: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    // Not createPublicKey, which also accepts private keys.
    key = new X509Certificate(certificate).publicKey;
  } catch {
    key = undefined;
  }
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw new Error(`${file}: is not a PEM certificate with an RSA key`);
}

/** For one Secret only: the ciphertext cannot be used in another one. */
export function seal(key: KeyObject, namespace: string, name: string, plaintext: Buffer): string {
  const session = randomBytes(32);
  const oaepLabel = Buffer.from(`${namespace}/${name}`);
  const wrapped = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel },
    session,
  );
  // The session key is used only once, so the nonce may be zero.
  const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, sealed]).toString('base64');
}
