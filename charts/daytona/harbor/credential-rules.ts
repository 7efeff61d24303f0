// Rules for the credentials of the built-in Harbor.

import { isOfAnotherCertificate, OTHER_CERTIFICATE, privateKeyFault } from '../../../lib/k8s/tls/pem';
import { type CredentialSource, credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { SECRETS_COMMAND } from '../connections/built-in';
import type { Shared } from './backing/shared';
import type { HarborValues } from './values/values';

export function harborCredentialRules<V>(select: (values: V) => HarborValues, shared: Shared<V>): Rule<V>[] {
  const needed = (v: V) => select(v).enabled;
  const external = (v: V) => needed(v) && select(v).database.type === 'external';
  const required: readonly Pick<CredentialSource<V>, 'at' | 'existing' | 'published'>[] = [
    {
      at: (v) => select(v).harborAdminPassword,
      existing: (v) => select(v).existingSecretAdminPassword,
      published: ['Harbor12345'],
    },
    {
      at: (v) => select(v).secretKey,
      existing: (v) => select(v).existingSecretSecretKey,
      published: ['not-a-secure-key'],
    },
    { at: (v) => select(v).core.secret, existing: (v) => select(v).core.existingSecret },
    { at: (v) => select(v).core.xsrfKey, existing: (v) => select(v).core.existingXsrfSecret },
    { at: (v) => select(v).core.tokenKey, existing: (v) => select(v).core.secretName },
    { at: (v) => select(v).jobservice.secret, existing: (v) => select(v).jobservice.existingSecret },
    { at: (v) => select(v).registry.secret, existing: (v) => select(v).registry.existingSecret },
    {
      at: (v) => select(v).registry.credentials.password,
      existing: (v) => select(v).registry.credentials.existingSecret,
      published: ['harbor_registry_password'],
    },
    {
      at: (v) => select(v).registry.credentials.htpasswdString,
      existing: (v) => select(v).registry.credentials.existingSecret,
    },
  ];
  return [
    ...required.flatMap((source) => credentialRules({ ...source, needed, command: SECRETS_COMMAND })),
    ...credentialRules<V>({
      at: (v) => select(v).database.internal.password,
      existing: (v) => select(v).database.internal.existingSecret,
      needed: (v) => needed(v) && select(v).database.type === 'internal',
      command: SECRETS_COMMAND,
      published: ['changeit'],
    }),
    (values, report) => {
      const { tokenKey, tokenCert } = select(values).core;
      if (!needed(values) || tokenKey === '') return;
      const fault = privateKeyFault(tokenKey);
      if (fault) report.error((v) => select(v).core.tokenKey, fault);
      else if (tokenCert && isOfAnotherCertificate(tokenCert, tokenKey)) {
        report.error((v) => select(v).core.tokenKey, OTHER_CERTIFICATE);
      }
    },
    (values, report) => {
      if (!external(values)) return;
      const { host, password, existingSecret } = select(values).database.external;
      if (host && !password && !existingSecret) {
        report.error(
          (v) => select(v).database.external.password,
          'is required with a host (or set harbor.database.external.existingSecret)',
        );
      }
      if (!host && shared.database(values) && (password || existingSecret)) {
        report.error(
          (v) => select(v).database.external.host,
          'is required with a password: without a host, externalDatabase is used instead',
        );
      }
    },
  ];
}
