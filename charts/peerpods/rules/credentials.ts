// The two ways to set credentials, which cannot be combined.

import type { ServiceAccountValues } from '../../../lib/k8s/access/service-account';
import type { Rule } from '../../../lib/values/validate';
import { hasCredentials, PROVIDER_NAMES, providerNamed, usesSshKeys } from '../providers';
import { SSH_KEYS } from '../secrets';
import { givenVariables, variablesOf } from '../settings';
import type { Values } from '../values';

/** The service account has a login: the cloud's webhook injects variables into the pod. */
const hasIdentity = ({ alibabacloud, provider }: Values, { create, annotations }: ServiceAccountValues): boolean =>
  providerNamed(provider).identity === true &&
  (!create || Object.keys(annotations).length > 0 || (provider === 'alibabacloud' && alibabacloud.rrsa.enable));

/** The variables contain one of the logins that the start script requires. */
function hasLogin(values: Values): boolean {
  const { provider, providerSecrets } = values;
  const given = { ...providerSecrets[provider], ...givenVariables(values) };
  return providerNamed(provider).logins.some((login) => login.every((name) => given[name]));
}

const REFERENCED = 'conflicts with secrets.mode reference: add it to the existing Secret';

export const credentialRules: readonly Rule<Values>[] = [
  ({ provider, secrets: { mode, existingSecretName, existingSshKeySecretName } }, report) => {
    if (mode !== 'reference' || existingSecretName) return;
    const place = providerNamed(provider);
    if (hasCredentials(place)) {
      report.error(
        (v) => v.secrets.existingSecretName,
        'is required with secrets.mode reference; for a workload identity without a Secret, use mode create',
      );
    } else if (usesSshKeys(place) && !existingSshKeySecretName) {
      const message =
        'is required with secrets.mode reference (or set existingSecretName); without SSH keys, use mode create';
      report.error((v) => v.secrets.existingSshKeySecretName, message);
    }
  },
  ({ secrets: { mode }, providerSecrets }, report) => {
    if (mode !== 'reference') return;
    for (const name of PROVIDER_NAMES) {
      for (const key of Object.keys(providerSecrets[name])) {
        report.error((v) => v.providerSecrets[name][key], REFERENCED);
      }
    }
  },
  ({ secrets: { mode, tlsCerts } }, report) => {
    if (mode !== 'reference') return;
    for (const key of Object.keys(tlsCerts) as (keyof typeof tlsCerts)[]) {
      if (tlsCerts[key]) report.error((v) => v.secrets.tlsCerts[key], REFERENCED);
    }
  },
  ({ secrets }, report) => {
    if (secrets.mode !== 'create') return;
    for (const key of ['existingSecretName', 'existingSshKeySecretName', 'existingTlsSecretName'] as const) {
      if (secrets[key]) report.warning((v) => v.secrets[key], 'has no effect: secrets.mode is create');
    }
  },
  ({ provider, secrets: { mode, existingSshKeySecretName } }, report) => {
    if (mode === 'reference' && existingSshKeySecretName && !usesSshKeys(providerNamed(provider))) {
      report.warning((v) => v.secrets.existingSshKeySecretName, `has no effect: ${provider} uses no SSH keys`);
    }
  },
  ({ provider, providerSecrets, secrets: { tlsCerts } }, report) => {
    const { secrets } = providerNamed(provider);
    const literal = Object.entries(providerSecrets[provider]).some(
      ([key, value]) => value && !secrets[key]?.identifier,
    );
    const message = 'is rendered as plain text: keep the output out of Git, or set secrets.mode to reference';
    if (literal) report.warning((v) => v.providerSecrets[provider], message);
    else if (tlsCerts.clientKey) report.warning((v) => v.secrets.tlsCerts.clientKey, message);
  },
  (values, report) => {
    const { provider, providerSecrets } = values;
    const { id_rsa: key, id_rsa_pub: publicKey } = providerSecrets.byom;
    if (provider !== 'byom' || Boolean(key) === Boolean(publicKey)) return;
    const message = 'is also required: an SSH key for the machines consists of id_rsa and id_rsa_pub';
    if (key) report.error((v) => v.providerSecrets.byom.id_rsa_pub, message);
    else report.error((v) => v.providerSecrets.byom.id_rsa, message);
  },
  ({ provider, providerSecrets, secrets }, report) => {
    if (provider !== 'byom' || secrets.mode !== 'create' || providerSecrets.byom.id_rsa) return;
    if (providerSecrets.byom.id_rsa_pub) return;
    const message = `contains no SSH key: the adaptor cannot log in to the machines unless you create a Secret ${SSH_KEYS}`;
    report.warning((v) => v.providerSecrets.byom, message);
  },
  ({ provider, providerSecrets }, report) => {
    for (const [name, { sshKey }] of Object.entries(providerNamed(provider).secrets)) {
      const key = providerSecrets[provider][name];
      if (sshKey !== 'id_rsa' || !key || key.endsWith('\n')) continue;
      report.warning(
        (v) => v.providerSecrets[provider][name],
        'must end with a line break: otherwise SSH cannot read it',
      );
    }
  },
  (values, report) => {
    const { provider, secrets, daemonset, resourceCtrl } = values;
    const { logins, identity } = providerNamed(provider);
    if (secrets.mode !== 'create' || logins.length === 0 || hasLogin(values)) return;
    if (!hasIdentity(values, daemonset.serviceAccount)) {
      const ways = logins.map((login) => login.join(' and ')).join(', or ');
      const other = identity ? ', unless daemonset.serviceAccount.annotations configure an identity' : '';
      report.error((v) => v.providerSecrets[provider], `has no credentials: the start script requires ${ways}${other}`);
    } else if (resourceCtrl.enabled && !hasIdentity(values, resourceCtrl.serviceAccount)) {
      const message = 'configure no identity, unlike those of daemonset: peerpod-ctrl has no credentials to remove VMs';
      report.warning((v) => v.resourceCtrl.serviceAccount.annotations, message);
    }
  },
  (values, report) => {
    const { provider, providerSecrets } = values;
    const given = givenVariables(values);
    const variables = variablesOf(values);
    for (const key of Object.keys(providerSecrets[provider])) {
      if (!Object.hasOwn(variables, key)) continue;
      const winner = Object.hasOwn(given, key) ? `providerConfigs.${provider}` : "the chart's own settings";
      report.error((v) => v.providerSecrets[provider][key], `is also in ${winner}, which would take precedence`);
    }
  },
  ({ alibabacloud: { rrsa }, provider }, report) => {
    if (rrsa.enable && provider !== 'alibabacloud') {
      report.warning((v) => v.alibabacloud.rrsa.enable, `has no effect: provider is ${provider}`);
    }
  },
  (values, report) => {
    const { alibabacloud, provider, secrets, providerSecrets } = values;
    if (!alibabacloud.rrsa.enable || provider !== 'alibabacloud' || secrets.mode !== 'create') return;
    const given = { ...providerSecrets.alibabacloud, ...givenVariables(values) };
    for (const name of ['ALIBABA_CLOUD_ROLE_ARN', 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN']) {
      const message = 'is not set: with RRSA, you must provide it to the pod in another way';
      if (!given[name]) report.warning((v) => v.providerConfigs.alibabacloud[name], message);
    }
  },
];
