// Variables that are derived from other values, and must not contradict them in providerConfigs.

import type { Report, Rule } from '../../../lib/values/validate';
import { providerNamed } from '../providers';
import { givenVariables } from '../settings';
import type { Values } from '../values';

/** The variable is absent or empty, or equals the value that it is derived from. */
function sameAs(values: Values, report: Report<Values>, name: string, expected: string, source: string): void {
  const given = givenVariables(values)[name];
  if (!given || given === expected) return;
  const { provider } = values;
  report.error(
    (v) => v.providerConfigs[provider][name],
    `is derived from ${source} (${expected}): set ${source} instead`,
  );
}

export const derivedRules: readonly Rule<Values>[] = [
  (values, report) => {
    sameAs(values, report, 'CLOUD_PROVIDER', providerNamed(values.provider).cloudProvider, 'provider');
  },
  (values, report) => {
    const { targetRuntimeClass } = values.webhook.webhook;
    sameAs(values, report, 'RUNTIMECLASS_NAME', targetRuntimeClass, 'webhook.webhook.targetRuntimeClass');
  },
  (values, report) => {
    const { minVersion } = values.tlsProfile;
    if (minVersion) sameAs(values, report, 'TLS_MIN_VERSION', minVersion, 'tlsProfile.minVersion');
  },
  (values, report) => {
    const { cipherSuites } = values.tlsProfile;
    if (cipherSuites) sameAs(values, report, 'TLS_CIPHER_SUITES', cipherSuites, 'tlsProfile.cipherSuites');
  },
  (values, report) => {
    const { tlsProfile, provider } = values;
    const given = givenVariables(values);
    if ((tlsProfile.minVersion || given.TLS_MIN_VERSION) !== 'VersionTLS13') return;
    const message = 'must be empty with VersionTLS13, whose cipher suites are fixed: the adaptor would not start';
    if (tlsProfile.cipherSuites) report.error((v) => v.tlsProfile.cipherSuites, message);
    else if (given.TLS_CIPHER_SUITES) report.error((v) => v.providerConfigs[provider].TLS_CIPHER_SUITES, message);
  },
  (values, report) => {
    const { limit, provider, webhook } = values;
    const own = givenVariables(values).PEERPODS_LIMIT_PER_NODE;
    const message =
      'nodes advertise no VMs, but the webhook makes every peer pod request one: no peer pod could be scheduled';
    if (!webhook.enabled) return;
    if (own && Number(own) <= 0) report.warning((v) => v.providerConfigs[provider].PEERPODS_LIMIT_PER_NODE, message);
    else if (!own && limit === 0) report.warning((v) => v.limit, message);
  },
];
