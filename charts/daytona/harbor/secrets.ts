// Harbor's credentials: each in a Secret of the release, or in an existing one.

import type { Construct } from 'constructs';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import { type SecretKey, secretKey } from '../connections/built-in';
import { imageStorage } from './backing/storage';
import { labelsOf, names } from './components/components';
import type { HarborValues } from './values/values';

interface Credential {
  /** Key in the release's Secret. */
  readonly key: string;
  readonly text: string;
  /** The existing Secret to use instead. */
  readonly existing?: { readonly name: string; readonly key: string };
}

export type HarborSecrets = ReturnType<typeof harborSecrets>;

/** Creates the Secrets of the servers. Database, Redis and Trivy create their own. */
export function harborSecrets(scope: Construct, release: Release, values: HarborValues, prefix: string) {
  const { core, registry, jobservice } = values;
  const { credentials } = registry;
  const own = names(prefix);
  const group = <Name extends string>(id: string, component: string, name: string, entries: Record<Name, Credential>) =>
    store(scope, `${id}-secret`, release, { name, labels: labelsOf(release, values, component), entries });
  return {
    ...group('core', 'core', own.core, {
      admin: {
        key: 'HARBOR_ADMIN_PASSWORD',
        text: values.harborAdminPassword,
        existing: { name: values.existingSecretAdminPassword, key: values.existingSecretAdminPasswordKey },
      },
      encryption: {
        key: 'secretKey',
        text: values.secretKey,
        existing: { name: values.existingSecretSecretKey, key: 'secretKey' },
      },
      core: { key: 'secret', text: core.secret, existing: { name: core.existingSecret, key: 'secret' } },
      csrf: {
        key: 'CSRF_KEY',
        text: core.xsrfKey,
        existing: { name: core.existingXsrfSecret, key: core.existingXsrfSecretKey },
      },
      tokenKey: { key: 'tls.key', text: core.tokenKey, existing: { name: core.secretName, key: 'tls.key' } },
      tokenCert: { key: 'tls.crt', text: core.tokenCert },
    }),
    ...group('jobservice', 'jobservice', own.jobservice, {
      jobservice: {
        key: 'JOBSERVICE_SECRET',
        text: jobservice.secret,
        existing: { name: jobservice.existingSecret, key: jobservice.existingSecretKey },
      },
    }),
    ...group('registry', 'registry', own.registry, {
      http: {
        key: 'REGISTRY_HTTP_SECRET',
        text: registry.secret,
        existing: { name: registry.existingSecret, key: registry.existingSecretKey },
      },
      registryPassword: {
        key: 'REGISTRY_CREDENTIAL_PASSWORD',
        text: credentials.password,
        existing: { name: credentials.existingSecret, key: 'REGISTRY_PASSWD' },
      },
      ...storageCredentials(values),
    }),
    ...group('registry-htpasswd', 'registry', `${own.registry}-htpasswd`, {
      htpasswd: {
        key: 'REGISTRY_HTPASSWD',
        text: credentials.htpasswdString.trim(),
        existing: { name: credentials.existingSecret, key: 'REGISTRY_HTPASSWD' },
      },
    }),
  };
}

/** The keys from which the registry reads the storage credentials; for other kinds of storage, they have no text. */
function storageCredentials(values: HarborValues) {
  const { type, s3, azure, gcs } = imageStorage(values);
  const of = (wanted: string, key: string, text: string, existing: { name: string; key: string }): Credential =>
    type === wanted ? { key, text, existing } : { key, text: '' };
  return {
    s3AccessKey: of('s3', 'REGISTRY_STORAGE_S3_ACCESSKEY', s3.accesskey, {
      name: s3.existingSecret,
      key: 'REGISTRY_STORAGE_S3_ACCESSKEY',
    }),
    s3SecretKey: of('s3', 'REGISTRY_STORAGE_S3_SECRETKEY', s3.secretkey, {
      name: s3.existingSecret,
      key: 'REGISTRY_STORAGE_S3_SECRETKEY',
    }),
    azureKey: of('azure', 'AZURE_STORAGE_ACCESS_KEY', azure.accountkey, {
      name: azure.existingSecret,
      key: 'AZURE_STORAGE_ACCESS_KEY',
    }),
    gcsKey: of('gcs', 'GCS_KEY_DATA', Buffer.from(gcs.encodedkey, 'base64').toString('utf8'), {
      name: gcs.existingSecret,
      key: 'GCS_KEY_DATA',
    }),
  };
}

/** One Secret for the texts, and the location of every credential; `undefined` for one that is not set. */
export function store<Name extends string>(
  scope: Construct,
  id: string,
  release: Release,
  {
    name,
    labels,
    entries,
  }: {
    readonly name: string;
    readonly labels: ReturnType<typeof labelsOf>;
    readonly entries: Readonly<Record<Name, Credential>>;
  },
): Record<Name, SecretKey | undefined> {
  const all = Object.entries<Credential>(entries);
  const given = all.filter(([, { text, existing }]) => text !== '' && !existing?.name);
  const data = Object.fromEntries(given.map(([, { key, text }]) => [key, text]));
  const rendered = given.length > 0 ? secret(scope, id, release, { name, labels, data }) : undefined;
  const located = all.map(([field, { key, text, existing }]): [string, SecretKey | undefined] => {
    if (existing?.name) return [field, secretKey(existingSecret(release, existing.name, [existing.key]), existing.key)];
    return [field, rendered && text !== '' ? secretKey(rendered, key) : undefined];
  });
  return Object.fromEntries(located) as Record<Name, SecretKey | undefined>;
}
