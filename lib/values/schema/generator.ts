/**
 * How a credential is generated: `password`, letters and digits; `key-16` and `key-32`, exactly that many characters;
 * `fingerprint-key`, 43 characters, generated even if no rule requires it; `rsa-key`, a private key as PEM; `htpasswd`, a
 * bcrypt line for the user name and password in the same map; an ed25519 key in OpenSSH format, base64-encoded, whose two
 * halves have the same `pair`.
 */
export type Generator =
  | 'password'
  | 'key-16'
  | 'key-32'
  | 'fingerprint-key'
  | 'rsa-key'
  | 'htpasswd'
  | { readonly as: 'ssh-private-key' | 'ssh-public-key'; readonly pair: string };
