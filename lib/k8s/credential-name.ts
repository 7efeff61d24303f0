// Which environment variables hold credentials, by their names and by what they say.

const CREDENTIAL =
  /(PASSWORD|(^|_)(PASSWD|PASS|PASSPHRASE|TOKEN|SECRET|API_KEY|SECRET_?KEY|ACCESS_?KEY|PRIVATE_KEY|ENCRYPTION_KEY|ENCRYPTION_SALT))$/;

export const isCredentialName = (variable: string): boolean => CREDENTIAL.test(variable);

/** `postgres://user:password@host`. */
const URL_WITH_PASSWORD = /:\/\/[^/?#\s:@]*:(?!\$\()[^/?#\s@]+@/;

export const hasPassword = (value: string): boolean => URL_WITH_PASSWORD.test(value);

/** Kubernetes fills in another variable here; in a Secret it would not. */
const REFERENCE = /\$\([-._a-zA-Z0-9]+\)/;

export const hasReference = (value: string): boolean => REFERENCE.test(value);

/** Whoever reads the variable's value knows a credential. */
export const showsCredential = (variable: string, value: string): boolean =>
  value !== '' && ((isCredentialName(variable) && !hasReference(value)) || hasPassword(value));
