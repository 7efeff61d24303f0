/**
 * What stands for a credential that nobody has chosen yet: `password`, letters and digits; `key-16` and `key-32`, as
 * many characters exactly; `fingerprint-key`, 43 of them, made whether or not a rule asks for it; `rsa-key`, a private key as PEM; `htpasswd`, a bcrypt line for the user name and password
 * beside it; an ed25519 key in OpenSSH form, as base64 text, whose two halves name the same `pair`.
 */
export type Generator =
  | 'password'
  | 'key-16'
  | 'key-32'
  | 'fingerprint-key'
  | 'rsa-key'
  | 'htpasswd'
  | { readonly as: 'ssh-private-key' | 'ssh-public-key'; readonly pair: string };
