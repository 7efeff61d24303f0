// Templates for one provider: a file with its settings and a file for its credentials.

import type { ProviderTemplates } from '../../../lib/render/system';
import { comment } from '../../../lib/values/schema/template';
import { hasCredentials, PROVIDER_NAMES, type ProviderName, providerNamed } from '.';
import type { Credential, Provider, Removed, Setting } from './catalog';
import { describeLogins, providerTable } from './table';

export const providerTemplates: ProviderTemplates = {
  names: PROVIDER_NAMES,
  values: (name) => settingsFile(name as ProviderName),
  secrets: (name) => credentialsFile(name as ProviderName),
  table: providerTable,
};

interface Entry {
  readonly name: string;
  readonly about: string;
  readonly value: string;
  /** Written without # before it. */
  readonly live: boolean;
}

function settingsFile(name: ProviderName): string {
  const provider = providerNamed(name);
  const head = `Peer pods on ${provider.title}. Settings without # are required. Those with # show the defaults: to change one, remove the # and edit the value.`;
  const blocks = [
    comment(head),
    [`provider: ${name}`],
    provider.removed ? lastImage(provider.title, provider.removed) : [],
    ['providerConfigs:', `  ${name}:`, ...lines(settingEntries(provider))],
    credentialHint(name, provider),
  ];
  return text(blocks);
}

const lastImage = (title: string, { since, last, lastTag }: Removed): string[] => [
  ...comment(
    `${last} was the last release with ${title}, which ${since} removed; it is not tested with the other components.`,
  ),
  'image:',
  `  tag: ${lastTag}`,
];

function credentialsFile(name: ProviderName): string {
  const { title, secrets } = providerNamed(name);
  const names = Object.keys(secrets);
  if (names.length === 0) return text([comment(`${title} needs no credentials: there is nothing to fill in.`)]);
  return text([
    comment(`Credentials for ${title}. Fill them in. Do NOT commit this file or the output rendered with it.`),
    comment(
      'Anyone who can read the rendered YAML can read them. In production, keep them in your own Secret with these keys, and set secrets.mode=reference and secrets.existingSecretName.',
    ),
    ['providerSecrets:', `  ${name}:`, ...lines(credentialEntries(providerNamed(name)))],
  ]);
}

const settingEntries = ({ own, shared }: Provider): Entry[] =>
  withOneLive(
    Object.entries({ ...own, ...shared }).map(([name, setting]) => ({
      name,
      about: aboutSetting(setting),
      value: setting.default ?? '',
      live: setting.required === true || setting.always === true,
    })),
  );

function aboutSetting({ description, required, experimental, form }: Setting): string {
  return noted(description, [required && 'required', experimental && 'experimental', form?.expected]);
}

function noted(description: string, notes: readonly (string | false | undefined)[]): string {
  const said = notes.filter(Boolean).join('; ');
  return said ? `${description} (${said})` : description;
}

function credentialEntries({ secrets, logins }: Provider): Entry[] {
  const [usual = []] = logins;
  return withOneLive(
    Object.entries(secrets).map(([name, credential]) => ({
      name,
      about: aboutCredential(credential),
      value: '',
      live: credential.required === true || usual.includes(name),
    })),
  );
}

const aboutCredential = ({ description, required, file }: Credential): string =>
  noted(description, [required && 'required', file && 'an entire file: use --set-file']);

/** A map that contains only comments would be null, so its first entry is active, which changes nothing. */
const withOneLive = (entries: readonly Entry[]): Entry[] =>
  entries.some(({ live }) => live)
    ? [...entries]
    : entries.map((entry, index) => (index === 0 ? { ...entry, live: true } : entry));

/** Entries below two keys, the required ones first. */
const lines = (entries: readonly Entry[]): string[] =>
  [...entries.filter(({ live }) => live), ...entries.filter(({ live }) => !live)].flatMap(
    ({ name, about, value, live }) =>
      [...comment(about, 96), `${live ? '' : '#'}${name}: ${JSON.stringify(value)}`].map((line) => `    ${line}`),
  );

function credentialHint(name: ProviderName, provider: Provider): readonly string[] {
  if (Object.keys(provider.secrets).length === 0) return [];
  return [
    ...comment(
      `Keep the credentials (${describeLogins(provider)}) in your own Secret. To render them instead, fill in the output of "sandbox-charts values peerpods --provider ${name} --secrets".`,
    ),
    '#secrets:',
    '#  mode: reference',
    hasCredentials(provider) ? '#  existingSecretName: my-provider-creds' : '#  existingSshKeySecretName: my-ssh-key',
  ];
}

const text = (blocks: readonly (readonly string[])[]): string =>
  `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
