// Certificates and issuers of cert-manager, with the fields from the values.

import { join } from 'node:path';
import { system } from '../../../charts/daytona-region';
import { readLayer } from '../../../lib/values/file/load';
import { problemsOf } from '../../support/problems';
import { only, render } from '../../support/render';
import { minimal } from './values';

const given = (certManager: object) => ({ ...minimal, certManager: { issuer: 'own', kind: 'Issuer', ...certManager } });
const rendered = (certManager: object) => render(system, given(certManager), { name: 'eu', namespace: 'daytona' });
const file = join(__dirname, 'everything-issuers.values.yaml');
const everything = readLayer(file, file).apply({}).certManager as Record<string, unknown>;
const vault = { server: 'https://vault.acme.io', path: 'pki/sign/a' };
const token = { tokenSecretRef: { name: 'vault', key: 'token' } };
const appRole = { roleId: 'a1', secretRef: { name: 'vault', key: 'secret-id' } };

test('every field of the certificates', () => {
  const { duration, renewBefore, subject, usages, privateKey } = everything;
  expect(only(rendered(everything), 'Certificate').spec).toMatchObject({
    ...{ duration, renewBefore, subject, usages, privateKey },
    issuerRef: { name: 'vault', kind: 'Issuer' },
  });
});

test('an issuer of Vault, with the Secrets that it reads', () => {
  const release = rendered(everything);
  expect(only(release, 'Issuer').metadata.name).toBe('vault');
  expect(only(release, 'Issuer').spec).toEqual({
    vault: {
      server: 'https://vault.acme.io',
      path: 'pki_int/sign/sandboxes',
      namespace: 'platform',
      caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' },
      auth: {
        kubernetes: {
          mountPath: '/v1/auth/kubernetes',
          role: 'sandboxes',
          serviceAccountRef: { name: 'vault-issuer', audiences: ['vault'] },
        },
      },
    },
  });
  expect(release.externals).toContainEqual(expect.objectContaining({ name: 'vault-ca', keys: ['ca.crt'] }));
});

test.each([
  ['a token', { vault: { ...vault, auth: token } }, { vault: { ...vault, auth: token } }, ['token']],
  [
    'an AppRole',
    { vault: { ...vault, caBundle: 'Q0E=', auth: { appRole } } },
    { vault: { ...vault, caBundle: 'Q0E=', auth: { appRole: { path: 'approle', ...appRole } } } },
    ['secret-id'],
  ],
  ['your own authority', { ca: { secretName: 'vault' } }, { ca: { secretName: 'vault' } }, ['tls.crt', 'tls.key']],
])('an issuer with %s', (_what, values, spec, keys) => {
  const release = rendered(values);
  expect(only(release, 'Issuer').spec).toEqual(spec);
  expect(release.externals).toContainEqual(expect.objectContaining({ kind: 'Secret', name: 'vault', keys }));
});

test('an issuer with a ServiceAccount, at the usual mount path', () => {
  const kubernetes = { role: 'issuer', serviceAccountRef: { name: 'vault-issuer' } };
  expect(only(rendered({ vault: { ...vault, auth: { kubernetes } } }), 'Issuer').spec).toEqual({
    vault: { ...vault, auth: { kubernetes: { mountPath: '/v1/auth/kubernetes', ...kubernetes } } },
  });
});

test("the Secrets of a ClusterIssuer are in cert-manager's namespace, which is not known here", () => {
  const release = rendered({ kind: 'ClusterIssuer', ca: { secretName: 'root' } });
  expect(only(release, 'ClusterIssuer').spec).toEqual({ ca: { secretName: 'root' } });
  expect(release.externals.filter(({ name }) => name === 'root')).toEqual([]);
  expect(release.notes).toContainEqual(
    expect.stringContaining("in cert-manager's own namespace: root with tls.crt, tls.key"),
  );
});

test.each<[string, object, string[]]>([
  [
    'no name',
    { issuer: '', vault: { ...vault, auth: token } },
    ['certManager.issuer: is required with certManager.vault'],
  ],
  [
    'two ways to sign',
    { selfSigned: true, ca: { secretName: 'a' } },
    ['certManager.ca: conflicts with certManager.selfSigned: an issuer signs in one way'],
  ],
  [
    'no login',
    { vault: { ...vault, auth: {} } },
    ['certManager.vault.auth: must have exactly one of tokenSecretRef, appRole and kubernetes'],
  ],
  [
    'two logins',
    { vault: { ...vault, auth: { ...token, appRole } } },
    ['certManager.vault.auth: must have exactly one of tokenSecretRef, appRole and kubernetes'],
  ],
  [
    'two bundles',
    { vault: { ...vault, auth: token, caBundle: 'Q0E=', caBundleSecretRef: { name: 'a', key: 'b' } } },
    ['certManager.vault.caBundleSecretRef: conflicts with caBundle: set only one of them'],
  ],
  ['a short life', { duration: '30m' }, ['certManager.duration: must be at least 1h']],
  [
    'a late renewal',
    { duration: '24h', renewBefore: '24h' },
    ['certManager.renewBefore: must be shorter than duration (24h)'],
  ],
  [
    'a renewal later than the default',
    { renewBefore: '2160h' },
    ['certManager.renewBefore: must be shorter than duration (2160h)'],
  ],
  ['a renewal at the last moment', { renewBefore: '1m' }, ['certManager.renewBefore: must be at least 5m']],
  [
    'a wrong size',
    { privateKey: { algorithm: 'ECDSA', size: 2048 } },
    ['certManager.privateKey.size: must be one of 256, 384, 521 with ECDSA'],
  ],
  ['a weak key', { privateKey: { size: 1024 } }, ['certManager.privateKey.size: must be 2048 to 8192 with RSA']],
  [
    'a size without a choice',
    { privateKey: { algorithm: 'Ed25519', size: 256 } },
    ['certManager.privateKey.size: conflicts with algorithm Ed25519, which has one size'],
  ],
  ['a usage twice', { usages: ['any', 'any'] }, ['certManager.usages[1]: duplicate usage any']],
])('%s is an error', (_what, values, expected) => {
  expect(problemsOf(system, given(values))).toEqual(expected);
});
