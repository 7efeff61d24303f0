// An issuer that signs with HashiCorp Vault, with the field names of cert-manager's Issuer.

import { DNS_SUBDOMAIN } from '../../names/naming';
import { list, object, optional, type Static, text } from '../../values/schema/schema';

const secretName = (description: string) =>
  text({ description, pattern: DNS_SUBDOMAIN, expected: 'the name of a Secret' });

const secretKey = (description: string) =>
  object(
    { name: secretName('Name of the Secret.'), key: text({ description: 'Key in it.', minLength: 1 }) },
    { description },
  );

const mountPath = (description: string, value: string) => text({ description, default: value, minLength: 1 });

export const vaultValues = () =>
  object(
    () => ({
      server: text({ description: 'URL of Vault.', pattern: '^https?://\\S+$', expected: 'a URL' }),
      path: text({ description: 'Path of the signing endpoint, such as pki_int/sign/example.', minLength: 1 }),
      namespace: text({ description: "Vault's own namespace, in Vault Enterprise.", default: '' }),
      caBundle: text({
        description: "Base64 of the PEM certificates that Vault's certificate is checked against.",
        default: '',
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
        expected: 'base64',
      }),
      caBundleSecretRef: optional(secretKey('Secret that contains these certificates, instead of caBundle.')),
      auth: object(
        {
          tokenSecretRef: optional(secretKey('Secret with a token.')),
          appRole: optional(
            object(
              {
                path: mountPath('Mount path of the method.', 'approle'),
                roleId: text({ description: 'ID of the role.', minLength: 1 }),
                secretRef: secretKey("Secret with the role's secret ID."),
              },
              { description: 'Login as an application.' },
            ),
          ),
          kubernetes: optional(
            object(
              {
                mountPath: mountPath('Mount path of the method.', '/v1/auth/kubernetes'),
                role: text({ description: 'Role in Vault.', minLength: 1 }),
                serviceAccountRef: object(
                  {
                    name: text({
                      description: 'ServiceAccount for which cert-manager may create tokens.',
                      pattern: DNS_SUBDOMAIN,
                      expected: 'the name of a ServiceAccount',
                    }),
                    audiences: list(text({ description: 'Audience.', minLength: 1 }), {
                      description: "Additional audiences of these tokens, besides cert-manager's own.",
                      default: [],
                    }),
                  },
                  { description: 'ServiceAccount that logs in.' },
                ),
              },
              { description: 'Login with a ServiceAccount.' },
            ),
          ),
        },
        { description: 'How cert-manager logs in: exactly one of these.' },
      ),
    }),
    { description: 'Creates an issuer with that name that signs with HashiCorp Vault.' },
  );

export type VaultValues = Static<ReturnType<typeof vaultValues>>;
