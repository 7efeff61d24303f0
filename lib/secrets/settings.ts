// What becomes of the Secrets of a release: the `secrets:` of a releases file, and --secrets with its companions.

import { DNS_SUBDOMAIN } from '../names/naming';
import type { Layer } from '../values/layer';
import { InputError } from '../values/problem';
import { resolve } from '../values/resolve';
import { boolean, choice, map, object, optional, type Static, text } from '../values/schema';
import type { Rule } from '../values/validate';
import { SECRET_MODES } from './modes';

const INTERVAL = { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$|^0$', expected: 'a duration such as 1h30m, or 0' };

const store = () =>
  object(
    {
      kind: choice(['SecretStore', 'ClusterSecretStore'], {
        description: 'Where it is: in the namespace of the Secret, or for the whole cluster.',
        default: 'SecretStore',
      }),
      name: text({ description: 'Its name.', default: '', pattern: DNS_SUBDOMAIN, expected: 'the name of a store' }),
    },
    { description: 'Store that external-secrets reads.' },
  );

const ofOne = object({
  mode: optional(choice(SECRET_MODES, { description: 'What becomes of this Secret.' })),
  store: optional(store()),
  key: text({ description: 'Its entry of the store, as it stands; empty is made of remote.', default: '' }),
  properties: map(text({ description: 'Property of the entry.', minLength: 1 }), {
    description: 'Properties by keys of the Secret; one that is missing is called as its key.',
    default: {},
  }),
  refreshInterval: text({
    description: "How often it is read again; empty is every Secret's.",
    default: '',
    ...INTERVAL,
  }),
});

/** The keys of `secrets:`. */
export const secretParts = {
  mode: choice(SECRET_MODES, { description: 'What becomes of Secrets.', default: 'inline' }),
  certificate: text({
    description: 'Certificate that sealed-secrets encrypts with, relative to this file.',
    default: '',
  }),
  store: store(),
  remote: object(
    {
      prefix: optional(text({ description: "Stands before a Secret's name; absent is its namespace and /." })),
      entries: choice(['secret', 'key'], {
        description: 'An entry for each Secret, with a property for each key; or one for each key, SECRET/KEY.',
        default: 'secret',
      }),
    },
    { description: 'How the entries of the store are called.' },
  ),
  refreshInterval: text({ description: 'How often external-secrets reads them again.', default: '1h', ...INTERVAL }),
  reloader: boolean({
    description:
      'Annotates workloads for Reloader, which restarts their pods when a Secret changes that no checksum covers.',
    default: false,
  }),
  each: map(ofOne, { description: 'Other settings for single Secrets, by name.', default: {} }),
};

const schema = object(secretParts);
export type Settings = Static<typeof schema>;

/** The mode of every Secret that has one of its own. */
export const ownModes = ({ each }: Settings) =>
  Object.entries(each).flatMap(([name, { mode }]) => (mode === undefined ? [] : [[name, mode] as const]));

const rules: readonly Rule<Settings>[] = [
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

/** The settings that the layers give, complete. Throws `InputError` with every problem. */
export function secretSettings(layers: readonly Layer[]): Settings {
  try {
    return resolve(schema, rules, layers).values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((problem) => ({ ...problem, path: ['secrets', ...problem.path] })));
  }
}
