// Which environment variables hold credentials, by their names.

const CREDENTIAL =
  /(^|_)(PASSWORD|PASSWD|TOKEN|SECRET|API_KEY|SECRET_?KEY|ACCESS_?KEY|PRIVATE_KEY|ENCRYPTION_KEY|ENCRYPTION_SALT)$/;

export const isCredentialName = (variable: string): boolean => CREDENTIAL.test(variable);
