// Certificates between adaptor and pod VM: all three files and their variables, or none.

import { certificateFault, isOfAnotherCertificate, OTHER_CERTIFICATE, privateKeyFault } from '../../../lib/k8s/tls/pem';
import type { Rule } from '../../../lib/values/validate';
import { certificateVariables, givenVariables, hasCertificates } from '../settings';
import type { Values } from '../values';

export const certificateRules: readonly Rule<Values>[] = [
  ({ secrets: { mode, tlsCerts } }, report) => {
    const keys = Object.keys(tlsCerts) as (keyof typeof tlsCerts)[];
    const missing = keys.filter((key) => !tlsCerts[key]);
    if (mode !== 'create' || missing.length === keys.length) return;
    for (const key of missing) {
      const message = 'is also required: set caCert, clientCert and clientKey, or none of them';
      report.error((v) => v.secrets.tlsCerts[key], message);
    }
  },
  ({ secrets: { mode, tlsCerts } }, report) => {
    if (mode !== 'create') return;
    for (const key of Object.keys(tlsCerts) as (keyof typeof tlsCerts)[]) {
      const fault = key === 'clientKey' ? privateKeyFault : certificateFault;
      const message = tlsCerts[key] && fault(tlsCerts[key]);
      if (message) report.error((v) => v.secrets.tlsCerts[key], message);
    }
  },
  ({ secrets: { mode, tlsCerts } }, report) => {
    const { clientCert, clientKey } = tlsCerts;
    if (mode !== 'create' || !clientCert || !clientKey || !isOfAnotherCertificate(clientCert, clientKey)) return;
    report.error((v) => v.secrets.tlsCerts.clientKey, OTHER_CERTIFICATE);
  },
  (values, report) => {
    if (!hasCertificates(values)) return;
    const { provider } = values;
    for (const [name, path] of Object.entries(certificateVariables())) {
      const given = givenVariables(values)[name];
      if (given && given !== path) {
        report.error(
          (v) => v.providerConfigs[provider][name],
          `must be ${path}, where the certificates are mounted: remove this key`,
        );
      }
    }
  },
  (values, report) => {
    if (hasCertificates(values)) return;
    const { provider, secrets } = values;
    const expected = certificateVariables();
    const names = Object.keys(expected) as (keyof typeof expected)[];
    const given = names.filter((name) => givenVariables(values)[name]);
    const source = secrets.mode === 'create' ? 'secrets.tlsCerts' : 'secrets.existingTlsSecretName';
    for (const name of given) {
      const path = givenVariables(values)[name] ?? '';
      if (given.length < names.length || path === expected[name]) {
        report.error((v) => v.providerConfigs[provider][name], `is a file that does not exist: set ${source}`);
      } else {
        report.warning((v) => v.providerConfigs[provider][name], 'is a file that must exist in the image');
      }
    }
  },
];
