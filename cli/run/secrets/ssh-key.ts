// Ed25519 key pairs in the format of ssh-keygen, which Node cannot export.

import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';

const TYPE = 'ssh-ed25519';

/** Block size for padding the private part without a cipher. */
const BLOCK_BYTES = 8;

const LINE_LENGTH = 70;

/** A line of authorized_keys. */
export const publicLine = (privateKey: KeyObject): string =>
  `${TYPE} ${publicBlob(publicBytesOf(privateKey)).toString('base64')}`;

/** An unencrypted private key file: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
export function privateFile(privateKey: KeyObject, check: Buffer = randomBytes(4)): string {
  const publicBytes = publicBytesOf(privateKey);
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d as string, 'base64url');
  const secret = Buffer.concat([
    // Twice, so that a reader notices a wrong passphrase.
    check,
    check,
    field(TYPE),
    field(publicBytes),
    field(Buffer.concat([seed, publicBytes])),
    field(''),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (BLOCK_BYTES - (secret.length % BLOCK_BYTES)) % BLOCK_BYTES }, (_, index) => index + 1),
  );
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    uint32(1),
    field(publicBlob(publicBytes)),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

const publicBytesOf = (privateKey: KeyObject): Buffer =>
  Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x as string, 'base64url');

const publicBlob = (publicBytes: Buffer): Buffer => Buffer.concat([field(TYPE), field(publicBytes)]);

/** A string of SSH's wire format: its length, then its bytes. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
