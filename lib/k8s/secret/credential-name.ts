// Names that mean a credential: of environment variables, of fields, and of keys in a Secret.

import { remembering } from '../../names/remember';

const WORDS = [
  'password',
  'passwd',
  'passphrase',
  'token',
  'secret',
  '(api|secret|access|private|encryption)[-_]?key',
  'encryption[-_]?salt',
];

/** In lowercase. `pass` without a separator also ends other words. */
const IS_CREDENTIAL = new RegExp(`password$|(^|[-_])(${WORDS.join('|')}|pass)$`);

const MAY_BE_CREDENTIAL = new RegExp(`${WORDS.join('|')}|credential|pass$`, 'i');

/** `RUNNER_POD_SECRET` names the Secret of pods that the program creates. */
const NAME_OF_SECRET = /_POD_SECRET$/;

/** In a Secret, any key may hold a credential. */
const IN_SECRET = /pass|token|secret|key|salt|credential/i;
const PUBLIC_HALF = /pub/i;

/** `API_TOKEN`: a variable that holds a credential, not the name or path of one. */
export const isCredentialName = remembering(
  (variable): boolean => IS_CREDENTIAL.test(variable.toLowerCase()) && !NAME_OF_SECRET.test(variable),
);

/** Broader, for hiding values when in doubt: also `tokens`, `secretName`. */
export const mayBeCredentialName = (name: string): boolean => MAY_BE_CREDENTIAL.test(name);

/** For keys of Secrets, which hold user names and addresses as well as credentials. */
export const isCredentialKey = (key: string): boolean => IN_SECRET.test(key) && !PUBLIC_HALF.test(key);

/** `postgres://user:password@host`. */
const URL_WITH_PASSWORD = /:\/\/[^/?#\s:@]*:(?!\$\()[^/?#\s@]+@/;

export const hasPassword = (value: string): boolean => URL_WITH_PASSWORD.test(value);

/** Kubernetes expands this to another variable, but not inside a Secret. */
const REFERENCE = /\$\([-._a-zA-Z0-9]+\)/;

export const hasReference = (value: string): boolean => REFERENCE.test(value);

/** Whether the variable's value reveals a credential. */
export const showsCredential = (variable: string, value: string): boolean =>
  value !== '' && ((isCredentialName(variable) && !hasReference(value)) || hasPassword(value));
