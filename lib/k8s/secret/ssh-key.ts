// SSH keys in values, in OpenSSH format and base64-encoded. Keys with the same `pair` are generated together.

import { credential } from '../../values/schema/credential';
import { text } from '../../values/schema/schema';

interface AboutKey {
  readonly description: string;
  readonly pair: string;
}

const BASE64 = { pattern: '^[A-Za-z0-9+/]+={0,2}\\s*$', expected: 'base64 text' };

export const sshPrivateKey = ({ description, pair }: AboutKey) =>
  credential({ description, generate: { as: 'ssh-private-key', pair }, ...BASE64 });

export const sshPublicKey = ({ description, pair }: AboutKey) =>
  text({ description, default: '', generate: { as: 'ssh-public-key', pair }, ...BASE64 });
