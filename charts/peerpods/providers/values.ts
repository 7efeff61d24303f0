// Values of the providers: a map with free keys for each, whose known keys come from the catalog.

import { map, object, optional, type TSchema, text } from '../../../lib/values/schema/schema';
import { PROVIDER_NAMES, type ProviderName, providerNamed } from '.';
import type { Credential, Setting } from './catalog';

const VARIABLE = { keys: '^[A-Za-z_][A-Za-z0-9_]*$', expectedKeys: 'the name of an environment variable' };

const known = <T>(of: Readonly<Record<string, T>>, schemaOf: (about: T) => TSchema): Record<string, TSchema> =>
  Object.fromEntries(Object.entries(of).map(([name, about]) => [name, optional(schemaOf(about))]));

/** A map for each provider. */
function perProvider<T extends TSchema>(schemaOf: (name: ProviderName) => T): Record<ProviderName, T> {
  return Object.fromEntries(PROVIDER_NAMES.map((name) => [name, schemaOf(name)])) as Record<ProviderName, T>;
}

const setting = text({ description: 'Value of the variable.' });
const credential = text({ description: 'Value of the key.', secret: true, multiline: true });

export const configSchema = object(
  perProvider((name) => {
    const { title, own, shared } = providerNamed(name);
    return map(setting, {
      description: `Environment variables of the adaptor for ${title}.`,
      default: {},
      known: known({ ...own, ...shared }, ({ description }: Setting) => text({ description })),
      ...VARIABLE,
    });
  }),
  {
    description:
      'Settings of the adaptor for each provider; only those of the selected `provider` are used. `sandbox-charts values peerpods --provider NAME` lists them; other variables are allowed.',
    renamed: { 'ibmcloud-powervs': 'providerConfigs.ibmcloudpowervs' },
  },
);

export const credentialSchema = object(
  perProvider((name) => {
    const { title, secrets } = providerNamed(name);
    return map(credential, {
      description: `Credentials for ${title}.`,
      default: {},
      known: known(secrets, ({ description }: Credential) => text({ description, secret: true, multiline: true })),
      ...VARIABLE,
    });
  }),
  {
    description:
      'Credentials for each provider, in mode create; only those of the selected `provider` are used. `sandbox-charts values peerpods --provider NAME --secrets` lists them.',
    renamed: { 'ibmcloud-powervs': 'providerSecrets.ibmcloudpowervs' },
  },
);
