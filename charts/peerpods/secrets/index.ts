// The Secrets that pods read: rendered from the values, or existing ones.

import type { Construct } from 'constructs';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import type { SecretNames } from '../platform';
import { hasCredentials, isSingleLine, providerNamed, usesSshKeys } from '../providers';
import { CERTIFICATE_FILES } from '../providers/shared';
import { hasCertificates } from '../settings';
import type { Values } from '../values';

/** The chart's names, which are built into the image of peerpod-ctrl. */
export const CREDENTIALS = 'peer-pods-secret';
export const SSH_KEYS = 'ssh-key-secret';
const CERTIFICATES = 'certs-for-tls';

export function secretsOf(scope: Construct, release: Release, values: Values): SecretNames {
  return values.secrets.mode === 'create' ? created(scope, release, values) : referenced(release, values);
}

function created(scope: Construct, release: Release, values: Values): SecretNames {
  const labels = release.labels('credentials');
  const make = (id: string, name: string, data: Readonly<Record<string, string>>) =>
    secret(scope, id, release, { name, labels, data }).name;
  const sshKeys = sshKeysOf(values);
  if (!isEmpty(sshKeys)) make('ssh-keys', SSH_KEYS, sshKeys);
  return {
    credentials: make('credentials', CREDENTIALS, credentialsOf(values)),
    // Without keys in the values, users can still provide the Secret.
    ...(usesSshKeys(providerNamed(values.provider)) ? { sshKeys: SSH_KEYS } : {}),
    ...(hasCertificates(values) ? { certificates: make('certificates', CERTIFICATES, certificatesOf(values)) } : {}),
  };
}

function referenced(release: Release, values: Values): SecretNames {
  const { provider: name, secrets } = values;
  const provider = providerNamed(name);
  const { existingSecretName, existingSshKeySecretName, existingTlsSecretName } = secrets;
  const names = {
    ...(existingSecretName ? { credentials: existingSecretName } : {}),
    ...(usesSshKeys(provider) ? { sshKeys: existingSshKeySecretName || existingSecretName } : {}),
    ...(hasCertificates(values) ? { certificates: existingTlsSecretName } : {}),
  };
  const needed = Object.entries(provider.secrets).filter(([, { required, sshKey }]) => required && !sshKey);
  if (names.credentials) {
    existingSecret(release, names.credentials, hasCredentials(provider) ? needed.map(([key]) => key) : []);
  }
  if (names.sshKeys) {
    const keys = Object.values(provider.secrets).flatMap(({ sshKey }) => (sshKey ? [sshKey] : []));
    existingSecret(release, names.sshKeys, keys);
  }
  if (names.certificates) existingSecret(release, names.certificates, Object.values(CERTIFICATE_FILES));
  return names;
}

type Data = Readonly<Record<string, string>>;

/** The credentials of the selected provider, without SSH keys. */
function credentialsOf({ provider, providerSecrets }: Values): Data {
  const { secrets } = providerNamed(provider);
  return Object.fromEntries(
    Object.entries(providerSecrets[provider])
      .filter(([key]) => secrets[key]?.sshKey === undefined)
      .map(([key, text]) => [key, isSingleLine(provider, key) ? text.replace(/[\r\n]+$/, '') : text]),
  );
}

/** The SSH keys in the values, by file name. */
function sshKeysOf({ provider, providerSecrets }: Values): Data {
  const given = providerSecrets[provider];
  return Object.fromEntries(
    Object.entries(providerNamed(provider).secrets).flatMap(([key, { sshKey }]) =>
      sshKey && given[key] ? [[sshKey, given[key]] as const] : [],
    ),
  );
}

function certificatesOf({ secrets: { tlsCerts } }: Values): Data {
  const files = { 'ca.crt': tlsCerts.caCert, 'client.crt': tlsCerts.clientCert, 'client.key': tlsCerts.clientKey };
  return Object.fromEntries(Object.entries(files).filter(([, content]) => content !== ''));
}

const isEmpty = (data: Data): boolean => Object.keys(data).length === 0;
