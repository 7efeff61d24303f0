// The variables of the selected provider: missing, misspelled or malformed ones.

import { hasPassword, isCredentialName } from '../../../lib/k8s/secret/credential-name';
import { nearest } from '../../../lib/values/nearest';
import type { Rule } from '../../../lib/values/validate';
import { PROVIDER_NAMES, providerNamed, readBy } from '../providers';
import type { Setting } from '../providers/catalog';
import { PORT } from '../providers/forms';
import type { Values } from '../values';

const settingsOf = ({ provider }: Values): [string, Setting][] => {
  const { own, shared } = providerNamed(provider);
  return Object.entries({ ...own, ...shared });
};

export const settingRules: readonly Rule<Values>[] = [
  (values, report) => {
    const { provider, providerConfigs } = values;
    for (const [name, { required, always, description }] of settingsOf(values)) {
      const given = providerConfigs[provider][name];
      if (required && !given) {
        report.error((v) => v.providerConfigs[provider][name], `is required for provider ${provider} (${description})`);
      }
      if (always && given === '') {
        report.error((v) => v.providerConfigs[provider][name], 'must not be empty: the start script requires it');
      }
    }
  },
  (values, report) => {
    const { provider, providerConfigs } = values;
    for (const [name, { form }] of [...settingsOf(values), ['PROBE_PORT', { form: PORT }] as const]) {
      const given = providerConfigs[provider][name];
      if (given && form && !form.pattern.test(given)) {
        const message = `invalid value ${JSON.stringify(given)} (expected ${form.expected}); the adaptor would not accept it`;
        report.error((v) => v.providerConfigs[provider][name], message);
      }
    }
  },
  ({ provider, providerConfigs }, report) => {
    const { secrets } = providerNamed(provider);
    const known = readBy(providerNamed(provider));
    for (const [name, value] of Object.entries(providerConfigs[provider])) {
      const credential = Object.hasOwn(secrets, name) && !secrets[name]?.identifier;
      if (credential || (!known.includes(name) && isCredentialName(name))) {
        const message = `is a credential, which a ConfigMap would expose: set it in providerSecrets.${provider}`;
        report.error((v) => v.providerConfigs[provider][name], message);
      } else if (hasPassword(value)) {
        const message = `contains a password, which a ConfigMap would expose: set it in providerSecrets.${provider}`;
        report.error((v) => v.providerConfigs[provider][name], message);
      }
    }
  },
  ({ provider, providerConfigs }, report) => {
    const { secrets } = providerNamed(provider);
    const known = [...readBy(providerNamed(provider)), ...Object.keys(secrets)];
    for (const name of Object.keys(providerConfigs[provider])) {
      const near = known.includes(name) ? undefined : nearest(name, known);
      if (near) report.warning((v) => v.providerConfigs[provider][name], typo(near));
    }
  },
  ({ provider, providerSecrets }, report) => {
    const known = Object.keys(providerNamed(provider).secrets);
    for (const name of Object.keys(providerSecrets[provider])) {
      const near = known.includes(name) ? undefined : nearest(name, known);
      if (near) report.warning((v) => v.providerSecrets[provider][name], typo(near));
    }
  },
  ({ provider, providerConfigs, providerSecrets }, report) => {
    if (provider !== 'libvirt' || providerConfigs.libvirt.LIBVIRT_URI !== undefined) return;
    if (providerSecrets.libvirt.LIBVIRT_URI) return;
    report.warning(
      (v) => v.providerConfigs.libvirt.LIBVIRT_URI,
      'is not set: the default logs in as root and accepts any host key',
    );
  },
  ({ provider, providerConfigs }, report) => {
    const filled = PROVIDER_NAMES.filter((name) => Object.keys(providerConfigs[name]).length > 0);
    const [only] = filled;
    if (filled.length === 1 && only !== undefined && only !== provider) {
      report.warning((v) => v.provider, `is ${provider}, but there are only settings for ${only}`);
    }
  },
];

const typo = (near: string) => `unknown variable, passed unchanged (did you mean ${near}?)`;
