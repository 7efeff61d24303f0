// Formats of credentials that the adaptor, its start script or SSH cannot read.

import { sshKeyFault } from '../../../lib/k8s/tls/pem';
import { isMap } from '../../../lib/values/scalar';
import { MANY_LINES } from '../../../lib/values/schema/secret-text';
import type { Rule } from '../../../lib/values/validate';
import { isSingleLine, providerNamed } from '../providers';
import type { Values } from '../values';

export const credentialFormRules: readonly Rule<Values>[] = [
  ({ provider, providerSecrets }, report) => {
    for (const [key, text] of Object.entries(providerSecrets[provider])) {
      if (isSingleLine(provider, key) && /[\r\n]/.test(text.trimEnd())) {
        report.error((v) => v.providerSecrets[provider][key], MANY_LINES);
      }
    }
  },
  ({ provider, providerSecrets }, report) => {
    for (const [key, { sshKey }] of Object.entries(providerNamed(provider).secrets)) {
      const text = providerSecrets[provider][key];
      const fault = text && sshKey === 'id_rsa' ? sshKeyFault(text) : undefined;
      if (fault) report.error((v) => v.providerSecrets[provider][key], fault);
    }
  },
  ({ provider, providerSecrets }, report) => {
    const text = providerSecrets.gcp.GCP_CREDENTIALS;
    if (provider !== 'gcp' || !text || isJsonMap(text)) return;
    report.error((v) => v.providerSecrets.gcp.GCP_CREDENTIALS, 'is not JSON (expected a service account key file)');
  },
];

function isJsonMap(text: string): boolean {
  try {
    return isMap(JSON.parse(text));
  } catch {
    return false;
  }
}
