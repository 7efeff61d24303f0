// How a Secret can be delivered.

export const SECRET_MODES = ['inline', 'existing', 'external-secrets', 'sealed-secrets', 'sops'] as const;
export type SecretMode = (typeof SECRET_MODES)[number];
