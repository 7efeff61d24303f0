// Which credentials are required, and where they must not be set.

import { reportPublished } from '../../lib/values/schema/credential';
import type { Rule } from '../../lib/values/validate';
import type { Values } from './values';

/** Tokens from public documentation. */
const PUBLISHED = [
  'runner_manager_secret_key',
  'secret_api_key',
  'secret_api_token',
  'system_api_token',
  'dev-test-token-change-in-production',
];
const EXAMPLE = 'your-secure-random-token-here';
const HOW = 'for example from `openssl rand -base64 32`';

type Select = (values: Values) => string;

const notPublished =
  (select: Select): Rule<Values> =>
  (values, report) => {
    if (PUBLISHED.includes(select(values))) reportPublished(values, report, select);
  };

/** The two ways to set a credential exclude each other. */
const either =
  (select: Select, existing: Select, path: string): Rule<Values> =>
  (values, report) => {
    if (select(values) && existing(values)) report.error(select, `conflicts with ${path}: set only one of them`);
  };

const onlyWithApi =
  (select: Select): Rule<Values> =>
  (values, report) => {
    if (select(values) && !values.daytona.apiUrl) report.error(select, 'has no effect without daytona.apiUrl');
  };

/** Two credentials cannot have the same key. */
function differentKeys<Keys extends Readonly<Record<string, string>>>(select: (values: Values) => Keys): Rule<Values> {
  return (values, report) => {
    const entries = Object.entries(select(values));
    for (const [at, [name, key]] of entries.entries()) {
      const twin = entries.slice(0, at).find(([, other]) => other === key);
      if (twin) report.error((v) => select(v)[name], `must differ from ${twin[0]}: both are "${key}"`);
    }
  };
}

export const credentialRules: readonly Rule<Values>[] = [
  ({ apiToken, existingSecret }, report) => {
    if (!apiToken && !existingSecret) {
      report.error((v) => v.apiToken, `is required (${HOW}; or set existingSecret)`);
    }
  },
  ({ apiToken }, report) => {
    if (apiToken === EXAMPLE)
      report.warning((v) => v.apiToken, `is the example from the documentation: generate your own, ${HOW}`);
    else if (apiToken && apiToken.length < 16) report.warning((v) => v.apiToken, `is short: use a random one, ${HOW}`);
  },
  ({ runner: { enabled, apiToken, existingSecret } }, report) => {
    if (enabled && !apiToken && !existingSecret) {
      report.error(
        (v) => v.runner.apiToken,
        'is required with runner.enabled (a token that the Daytona API accepts; or set runner.existingSecret)',
      );
    }
  },
  ({ existingSecret, runner, daytona: { apiUrl, systemApiToken } }, report) => {
    const isGiven = existingSecret && (!runner.enabled || runner.existingSecret);
    if ((apiUrl || runner.enabled) && !systemApiToken && !isGiven) {
      report.error(
        (v) => v.daytona.systemApiToken,
        `is required with ${runner.enabled ? 'runner.enabled' : 'daytona.apiUrl'} (the token that the Daytona API uses, ${HOW}; or set existingSecret${runner.enabled ? ' and runner.existingSecret' : ''})`,
      );
    }
  },
  ({ daytona: { systemApiToken }, existingSecret, runner }, report) => {
    if (systemApiToken && existingSecret && (!runner.enabled || runner.existingSecret)) {
      report.error((v) => v.daytona.systemApiToken, 'conflicts with existingSecret: set only one of them');
    }
  },
  ({ runner: { aws } }, report) => {
    if ((aws.accessKeyId === '') === (aws.secretAccessKey === '')) return;
    report.error(
      (v) => (aws.accessKeyId ? v.runner.aws.secretAccessKey : v.runner.aws.accessKeyId),
      'is missing: set both keys or neither',
    );
  },
  either(
    (v) => v.apiToken,
    (v) => v.existingSecret,
    'existingSecret',
  ),
  either(
    (v) => v.daytona.apiKey,
    (v) => v.existingSecret,
    'existingSecret',
  ),
  ...(
    [(v) => v.runner.apiToken, (v) => v.runner.aws.accessKeyId, (v) => v.runner.aws.secretAccessKey] satisfies Select[]
  ).map((select) => either(select, (v) => v.runner.existingSecret, 'runner.existingSecret')),
  onlyWithApi((v) => v.daytona.apiKey),
  onlyWithApi((v) => v.daytona.systemApiToken),
  differentKeys((v) => v.secretKeys),
  differentKeys((v) => v.runner.secretKeys),
  notPublished((v) => v.apiToken),
  notPublished((v) => v.daytona.apiKey),
  notPublished((v) => v.daytona.systemApiToken),
  notPublished((v) => v.runner.apiToken),
];
