// How credentials, SSH keys and certificates reach the adaptor.

import { PROVIDER_NAMES } from '../../../charts/peerpods/providers';
import { inventory, only } from '../../support/render';
import { adaptor, containerOf, type Data, podOf, settingsOf, templateOf } from './adaptor-objects';
import { layered, referencing, valuesFor } from './values';

const TLS = {
  caCert: '-----BEGIN CERTIFICATE-----\na\n',
  clientCert: '-----BEGIN CERTIFICATE-----\nb\n',
  clientKey: '-----BEGIN PRIVATE KEY-----\nc\n',
};

test('in mode reference, none is rendered, and the pod reads the configured Secrets', () => {
  const names = { existingSecretName: 'mine', existingSshKeySecretName: 'ssh', existingTlsSecretName: 'tls' };
  const values = referencing('byom', names);
  expect(inventory(adaptor(values)).filter((object) => object.startsWith('Secret'))).toEqual([]);
  const { volumes = [] } = podOf(values);
  expect(volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual(['ssh', 'tls']);
  expect(containerOf(values).envFrom).toEqual([
    { secretRef: { name: 'mine' } },
    { configMapRef: { name: 'peer-pods-cm' } },
  ]);
});

test('one Secret is enough for credentials and SSH keys', () => {
  const { volumes = [] } = podOf(referencing('libvirt'));
  expect(volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual(['mine']);
});

test('SSH keys are mounted for providers that use them, and are optional', () => {
  const withSsh = PROVIDER_NAMES.filter((provider) =>
    podOf(valuesFor(provider)).volumes?.some(({ name, secret }) => name === 'ssh' && secret?.optional === true),
  );
  expect(withSsh).toEqual(['byom', 'libvirt']);
});

test('without a libvirt key in the values, there is no Secret, but the pod uses an existing one', () => {
  const release = adaptor({ provider: 'libvirt' });
  expect(inventory(release).filter((object) => object.startsWith('Secret'))).toEqual([
    'Secret confidential-containers-system/peer-pods-secret',
  ]);
  expect(podOf({ provider: 'libvirt' }).volumes).toContainEqual({
    name: 'ssh',
    secret: { secretName: 'ssh-key-secret', defaultMode: 0o600, optional: true },
  });
});

test('certificates have their variables, Secret and mount', () => {
  const values = layered(valuesFor('aws'), { secrets: { tlsCerts: TLS } });
  const { data } = only<{ data: Data }>(adaptor(values), 'Secret', 'certs-for-tls');
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
  expect(Object.fromEntries(decoded)).toEqual({
    'ca.crt': TLS.caCert,
    'client.crt': TLS.clientCert,
    'client.key': TLS.clientKey,
  });
  expect(settingsOf(values)).toMatchObject({
    CACERT_FILE: '/etc/certificates/ca.crt',
    CERT_FILE: '/etc/certificates/client.crt',
    CERT_KEY: '/etc/certificates/client.key',
  });
  expect(containerOf(values).volumeMounts).toContainEqual({
    name: 'certs',
    mountPath: '/etc/certificates',
    readOnly: true,
  });
});

test.each([
  ['a setting', { providerConfigs: { aws: { PODVM_AMI_ID: 'ami-2' } } }],
  ['a credential', { providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: 'other' } } }],
])('a change of %s restarts the pods', (_name, change) => {
  const annotations = (values: object) => templateOf(values).metadata?.annotations;
  expect(annotations(layered(valuesFor('aws'), change))).not.toEqual(annotations(valuesFor('aws')));
});
