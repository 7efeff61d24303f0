// Opens sealed values like the Sealed Secrets controller.

import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';

/** `label` is the namespace and name of the Secret. */
export function unseal(key: KeyObject, text: string, label: string): string {
  const bytes = Buffer.from(text, 'base64');
  const length = bytes.readUInt16BE(0);
  const session = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(label) },
    bytes.subarray(2, 2 + length),
  );
  const sealed = bytes.subarray(2 + length);
  const decipher = createDecipheriv('aes-256-gcm', session, Buffer.alloc(12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString();
}
