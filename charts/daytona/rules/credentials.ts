// Required credentials, and publicly known ones.

import { sshKeyFault } from '../../../lib/k8s/tls/pem';
import { notPublished, credentialRules as oneCredential } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { SECRETS_COMMAND } from '../connections/built-in';
import { type CredentialEntry, given, isRead } from '../credentials/credential-entry';
import { CREDENTIALS } from '../credentials/credential-table';
import type { Values } from '../values';

type Text = (values: Values) => string;

const existing: Text = (v) => v.credentials.existingSecret;

/** Credentials that a third party issues, so they cannot be generated. */
const ISSUED: readonly CredentialEntry[] = [
  CREDENTIALS.storeAccessKey,
  CREDENTIALS.storeSecretKey,
  CREDENTIALS.managerApiKey,
];

function rulesOf(entry: CredentialEntry): Rule<Values>[] {
  const [main, ...others] = entry.at;
  if (main === undefined) return [];
  const read = (values: Values) => isRead(entry, values);
  const published = entry.published ?? [];
  if (ISSUED.includes(entry)) return [issued(entry, main), notPublished(main, read, published)];
  const common = { existing, read, command: SECRETS_COMMAND, published };
  const elsewhere = (values: Values) => main(values) === '' && given(entry, values) !== '';
  return [
    ...oneCredential<Values>({
      ...common,
      at: main,
      needed: (v) => entry.needed(v) && !elsewhere(v),
    }),
    ...others.flatMap((at) => oneCredential<Values>({ ...common, at, needed: (v) => entry.needed(v) && elsewhere(v) })),
  ];
}

const issued =
  (entry: CredentialEntry, at: Text): Rule<Values> =>
  (values, report) => {
    if (entry.needed(values) && at(values) === '' && !existing(values)) {
      report.error(at, "is required (the object store's key; or set credentials.existingSecret)");
    }
  };

/** If a credential is set in two places, both must be equal. */
const same =
  (one: Text, other: Text, path: string): Rule<Values> =>
  (values, report) => {
    if (one(values) && other(values) && one(values) !== other(values)) {
      report.error(other, `differs from ${path}: both are the same credential, so set only ${path}`);
    }
  };

export const credentialRules: readonly Rule<Values>[] = [
  ...Object.values(CREDENTIALS).flatMap(rulesOf),
  same(
    (v) => v.services.runnermanager.env.API_TOKEN,
    (v) => v.services.api.env.RUNNER_MANAGER_API_KEY,
    'services.runnermanager.env.API_TOKEN',
  ),
  same(
    (v) => v.services.runner.env.SYSTEM_API_TOKEN,
    (v) => v.services.runnermanager.env.SYSTEM_API_TOKEN,
    'services.runner.env.SYSTEM_API_TOKEN',
  ),
  same(
    (v) => v.services.runner.env.API_TOKEN,
    (v) => v.services.api.env.DEFAULT_RUNNER_API_KEY,
    'services.runner.env.API_TOKEN',
  ),
  ({ services: { sshGateway } }, report) => {
    for (const key of ['privClientSSHKey', 'privGatewaySSHKey'] as const) {
      const text = sshGateway.sshKeys[key];
      const fault = text && sshKeyFault(Buffer.from(text, 'base64').toString());
      if (sshGateway.enabled && fault) {
        report.error((v) => v.services.sshGateway.sshKeys[key], `its base64 text ${fault}`);
      }
    }
  },
  ({ services: { sshGateway, runner } }, report) => {
    const { pubClientSSHKey } = sshGateway.sshKeys;
    const { SSH_PUBLIC_KEY } = runner.env;
    if (!sshGateway.enabled || !runner.enabled || !pubClientSSHKey || !SSH_PUBLIC_KEY) return;
    if (SSH_PUBLIC_KEY.trim() !== pubClientSSHKey.trim()) {
      report.error(
        (v) => v.services.runner.env.SSH_PUBLIC_KEY,
        'differs from services.sshGateway.sshKeys.pubClientSSHKey: the gateway could not log in to sandboxes',
      );
    }
  },
  ({ services: { sshGateway, runner }, credentials }, report) => {
    const unknown = !sshGateway.sshKeys.pubClientSSHKey && !runner.env.SSH_PUBLIC_KEY;
    if (sshGateway.enabled && runner.enabled && runner.namespace && credentials.existingSecret && unknown) {
      report.error(
        (v) => v.services.runner.env.SSH_PUBLIC_KEY,
        "is required with services.runner.namespace: the gateway's Secret is in another namespace",
      );
    }
  },
  ({ services: { api }, credentials }, report) => {
    if (!api.env.ADMIN_API_KEY && !credentials.existingSecret) {
      report.warning(
        (v) => v.services.api.env.ADMIN_API_KEY,
        `is not set: the first start of the API fails once, and the admin user gets no API key (\`${SECRETS_COMMAND}\` generates one)`,
      );
    }
  },
];
