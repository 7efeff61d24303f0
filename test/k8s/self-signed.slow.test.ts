// The script that maintains a self-signed certificate, run with real openssl against a stub of the API server.

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from '../support/script';

const SCRIPT = readFileSync(join(__dirname, '../../lib/k8s/tls/scripts/self-signed.sh'), 'utf8');
const SECRET = 'proxy.example.com-tls';
const AUTHORITY = 'eu-proxy-tls-ca';
const CREATE = { apiGroups: [''], resources: ['secrets'], verbs: ['create'] };
const CHANGE = { apiGroups: [''], resources: ['secrets'], resourceNames: [SECRET, AUTHORITY], verbs: ['get', 'patch'] };
const LABELS = { 'app.kubernetes.io/component': 'proxy-tls' };
const INSTANCE = 'app.kubernetes.io/instance';
const ENV = {
  NAMESPACE: 'daytona',
  SECRET_NAME: SECRET,
  CA_SECRET_NAME: AUTHORITY,
  HOSTS: 'proxy.example.com *.proxy.example.com',
  VALID_DAYS: '365',
  RENEW_DAYS: '30',
  LABELS: JSON.stringify(LABELS),
};

// A run generates up to two RSA keys.
jest.setTimeout(60_000);

let cluster: Cluster;
beforeEach(() => {
  cluster = new Cluster([CREATE, CHANGE]);
});
afterEach(() => {
  cluster.dispose();
});

const run = (change: Partial<typeof ENV> = {}) => cluster.run(SCRIPT, { ...ENV, ...change });
const certificate = (name = SECRET) => new X509Certificate(cluster.texts(name)?.['tls.crt'] ?? '');
const hosts = () => certificate().subjectAltName?.split(', ').sort();
const daysLeft = (of: X509Certificate) => Math.round((Date.parse(of.validTo) - Date.now()) / 86_400_000);

test('the first run creates a CA and a certificate for every host, including the wildcard', async () => {
  const { code, log } = await run();
  expect(log).toContain('it does not exist yet');
  expect(code).toBe(0);
  const leaf = certificate();
  const authority = certificate(AUTHORITY);
  expect(hosts()).toEqual(['DNS:*.proxy.example.com', 'DNS:proxy.example.com']);
  expect(leaf.verify(authority.publicKey)).toBe(true);
  expect([leaf.ca, authority.ca]).toEqual([false, true]);
  expect(daysLeft(leaf)).toBe(365);
  expect(cluster.texts(SECRET)?.['ca.crt']).toBe(cluster.texts(AUTHORITY)?.['tls.crt']);
  expect(cluster.secret(SECRET)).toMatchObject({ type: 'kubernetes.io/tls', metadata: { labels: LABELS } });
});

test('a client that trusts the CA accepts the certificate', async () => {
  await run();
  const check = [
    'printf %s "$CA" >"$HOME/ca.pem"',
    'printf %s "$LEAF" | openssl verify -x509_strict -verify_hostname 3000-x.proxy.example.com -CAfile "$HOME/ca.pem"',
  ];
  const texts = cluster.texts(SECRET);
  const { code, log } = await cluster.run(check.join('\n'), {
    CA: texts?.['ca.crt'] ?? '',
    LEAF: texts?.['tls.crt'] ?? '',
  });
  expect([code, log]).toEqual([0, 'stdin: OK\n']);
});

test('a second run does not touch the certificate, and accesses only the two Secrets', async () => {
  await run();
  const { raw } = certificate();
  const before = cluster.calls.length;
  const { code, log } = await run();
  expect([code, log]).toEqual([0, `Secret ${SECRET}: certificate is valid, nothing to do\n`]);
  expect(certificate().raw).toEqual(raw);
  expect(cluster.calls.slice(before)).toEqual([
    `--namespace daytona get secret ${SECRET} --ignore-not-found --output json`,
    `--namespace daytona get secret ${AUTHORITY} --ignore-not-found --output json`,
  ]);
});

test('Secrets with the label that Argo CD prunes by lose only that label', async () => {
  await run({ LABELS: JSON.stringify({ ...LABELS, [INSTANCE]: 'eu' }) });
  const before = [SECRET, AUTHORITY].map((name) => cluster.texts(name));
  const { code, log } = await run();
  expect(code).toBe(0);
  for (const name of [SECRET, AUTHORITY]) {
    expect(log).toContain(`Secret ${name}: label ${INSTANCE} removed\n`);
    expect(cluster.secret(name)?.metadata?.labels).toEqual(LABELS);
  }
  expect([SECRET, AUTHORITY].map((name) => cluster.texts(name))).toEqual(before);
  expect((await run()).log).not.toContain('removed');
});

test.each([
  ['another host', { HOSTS: 'proxy.example.org *.proxy.example.org' }, 'the host names changed'],
  ['a host more', { HOSTS: `${ENV.HOSTS} alt.example.com` }, 'the host names changed'],
  ['a host less', { HOSTS: 'proxy.example.com' }, 'the host names changed'],
  ['expiry near', { RENEW_DAYS: '366' }, 'the current one expires within 366 days'],
])('%s: a new certificate from the same CA', async (_case, change: Partial<typeof ENV>, reason) => {
  await run();
  const authority = certificate(AUTHORITY);
  const { code, log } = await run(change);
  expect(log).toContain(reason);
  expect(code).toBe(0);
  expect(certificate(AUTHORITY).raw).toEqual(authority.raw);
  expect(certificate().verify(authority.publicKey)).toBe(true);
  const wanted = (change.HOSTS ?? ENV.HOSTS).split(' ').map((host) => `DNS:${host}`);
  expect(hosts()).toEqual(wanted.sort());
});

test('the order of hosts does not matter', async () => {
  await run();
  const { log } = await run({ HOSTS: '*.proxy.example.com proxy.example.com' });
  expect(log).toContain('nothing to do');
});

test('a lost CA is recreated only if a certificate is needed', async () => {
  await run();
  cluster.delete(AUTHORITY);
  await run();
  expect(cluster.secret(AUTHORITY)).toBeUndefined();
  const { code, log } = await run({ HOSTS: 'proxy.example.org' });
  expect(log).toContain('creating a new CA; clients that trust the old one must be updated');
  expect(code).toBe(0);
  expect(certificate().verify(certificate(AUTHORITY).publicKey)).toBe(true);
});

test('a CA that would expire before the certificate is replaced', async () => {
  await run();
  const old = certificate(AUTHORITY);
  const { code } = await run({ VALID_DAYS: '5000', RENEW_DAYS: '366' });
  expect(code).toBe(0);
  expect(certificate(AUTHORITY).raw).not.toEqual(old.raw);
  expect(daysLeft(certificate(AUTHORITY))).toBeGreaterThan(daysLeft(certificate()));
});

test.each([
  ['nothing in it', {}],
  ['something that is not a certificate', { 'tls.crt': 'x', 'tls.key': 'y' }],
])('a Secret with %s is filled', async (_case, texts) => {
  cluster.put(SECRET, { type: 'kubernetes.io/tls', texts });
  const { code } = await run();
  expect(code).toBe(0);
  expect(hosts()).toContain('DNS:proxy.example.com');
});

test('a certificate without its key is replaced', async () => {
  await run();
  const other = cluster.texts(AUTHORITY)?.['tls.key'] ?? '';
  cluster.put(SECRET, { type: 'kubernetes.io/tls', texts: { ...cluster.texts(SECRET), 'tls.key': other } });
  const { log } = await run();
  expect(log).toContain('the current one does not match its key');
});

test('a Secret of another type keeps it, because the API server refuses to change a type', async () => {
  cluster.put(SECRET, { type: 'Opaque' });
  const { code } = await run();
  expect(code).toBe(0);
  expect(cluster.secret(SECRET)?.type).toBe('Opaque');
  expect(hosts()).toContain('DNS:proxy.example.com');
});

test.each([
  ['no permission to read', [CREATE]],
  ['no permission to write', [CREATE, { ...CHANGE, verbs: ['get'] }]],
  ['no permission to create', [CHANGE]],
])('%s: it fails with a reason, and leaves nothing behind', async (_case, rules) => {
  cluster.rules = rules;
  const { code, stderr } = await run();
  expect(code).not.toBe(0);
  expect(stderr).toContain('Error from server (Forbidden)');
  expect(cluster.secret(SECRET)).toBeUndefined();
});

test('an unreachable API server does not cause a new certificate', async () => {
  await run();
  const { raw } = certificate();
  cluster.brokenCalls = 1000;
  const { code, stderr } = await run();
  expect(code).not.toBe(0);
  expect(stderr).toContain('Unable to connect to the server');
  expect(certificate().raw).toEqual(raw);
});

test('no key is printed or passed on a command line', async () => {
  const { log } = await run();
  expect(log).not.toContain('PRIVATE');
  expect(cluster.calls.join('\n')).not.toMatch(/PRIVATE|LS0tLS1CRUdJTi/);
});
