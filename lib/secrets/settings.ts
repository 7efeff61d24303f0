// How the Secrets of a release are delivered: `secrets:` in a releases file, and --secrets and related flags.

import { DNS_SUBDOMAIN } from '../names/naming';
import type { Layer } from '../values/layer';
import { InputError } from '../values/problem';
import { resolve } from '../values/resolve';
import { boolean, choice, list, map, object, optional, type Static, text } from '../values/schema/schema';
import type { Rule } from '../values/validate';
import { dataFrom, dataFromRule } from './data-from';
import { SECRET_MODES } from './modes';

const INTERVAL = { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$|^0$', expected: 'a duration such as 1h30m, or 0' };

const store = () =>
  object(
    {
      kind: choice(['SecretStore', 'ClusterSecretStore'], {
        description: 'Whether the store is namespaced (SecretStore) or cluster-wide (ClusterSecretStore).',
        default: 'SecretStore',
      }),
      name: text({ description: 'Its name.', default: '', pattern: DNS_SUBDOMAIN, expected: 'the name of a store' }),
    },
    { description: 'Store from which external-secrets reads.' },
  );

/** Fields of the ExternalSecret. */
const policies = () => ({
  refreshPolicy: optional(
    choice(['Periodic', 'OnChange', 'CreatedOnce'], {
      description: 'When external-secrets reads entries again. Its default is Periodic.',
    }),
  ),
  deletionPolicy: optional(
    choice(['Retain', 'Delete', 'Merge'], {
      description: 'What external-secrets does with the Secret when its entries are gone. Its default is Retain.',
    }),
  ),
});

const ofOne = object({
  mode: optional(choice(SECRET_MODES, { description: 'How to handle this Secret.' })),
  store: optional(store()),
  key: text({ description: 'Name of its entry in the store; by default derived from remote.', default: '' }),
  properties: map(text({ description: 'Property of the entry.', minLength: 1 }), {
    description: 'Property for each key of the Secret; defaults to the name of the key.',
    default: {},
  }),
  refreshInterval: text({
    description: 'Refresh interval; defaults to the general refreshInterval.',
    default: '',
    ...INTERVAL,
  }),
  ...policies(),
  dataFrom,
});

const keys = (description: string, pattern: string, expected: string) =>
  list(text({ description: 'Key.', pattern, expected }), { description, default: [] });

/** The keys of `secrets:`. */
export const secretParts = {
  mode: choice(SECRET_MODES, { description: 'How to handle Secrets.', default: 'inline' }),
  certificate: text({
    description: 'Certificate of the sealed-secrets controller; path relative to this file.',
    default: '',
  }),
  sops: object(
    {
      age: keys('age public keys.', '^age1[0-9a-z]+$', 'an age public key (age1...)'),
      pgp: keys('Fingerprints of PGP keys.', '^[0-9A-Fa-f]{40}$', 'a fingerprint of 40 hex digits'),
      kms: keys('ARNs of AWS KMS keys.', '^arn:[^\\s,]+$', 'an ARN'),
    },
    { description: 'Keys that SOPS encrypts for. If all lists are empty, the rules in .sops.yaml apply.' },
  ),
  store: store(),
  remote: object(
    {
      prefix: optional(text({ description: "Prefix of entry names; defaults to the Secret's namespace and a slash." })),
      entries: choice(['secret', 'key'], {
        description: 'One entry per Secret with a property per key, or one entry per key (SECRET/KEY).',
        default: 'secret',
      }),
    },
    { description: 'How entries in the store are named.' },
  ),
  refreshInterval: text({ description: 'How often external-secrets reads them again.', default: '1h', ...INTERVAL }),
  ...policies(),
  reloader: boolean({
    description:
      'Whether to annotate workloads for Reloader, which restarts pods when a Secret without a checksum changes.',
    default: false,
  }),
  each: map(ofOne, { description: 'Settings for individual Secrets, by name.', default: {} }),
};

const schema = object(secretParts);
export type Settings = Static<typeof schema>;

/** The modes of individual Secrets. */
export const ownModes = ({ each }: Settings) =>
  Object.entries(each).flatMap(([name, { mode }]) => (mode === undefined ? [] : [[name, mode] as const]));

const rules: readonly Rule<Settings>[] = [
  dataFromRule,
  (settings, { error }) => {
    const seals = [settings.mode, ...ownModes(settings).map(([, mode]) => mode)].includes('sealed-secrets');
    if (seals && settings.certificate === '')
      error((s) => s.certificate, 'is required for sealed-secrets (--certificate)');
  },
  (settings, { error }) => {
    if (settings.mode === 'external-secrets' && settings.store.name === '') {
      error((s) => s.store.name, 'is required for external-secrets (--secret-store)');
    }
  },
  (settings, { error }) => {
    for (const [name, mode] of ownModes(settings)) {
      const own = settings.each[name]?.store?.name || settings.store.name;
      if (mode === 'external-secrets' && settings.mode !== mode && own === '') {
        error((s) => s.each[name]?.store?.name, 'is required for external-secrets (--secret-store)');
      }
    }
  },
];

/** The complete settings from all layers. Throws `InputError` with every problem. */
export function secretSettings(layers: readonly Layer[]): Settings {
  try {
    return resolve(schema, rules, layers).values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((problem) => ({ ...problem, path: ['secrets', ...problem.path] })));
  }
}
