import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Manifest } from '../../../lib/k8s/manifest';
import { shortHash } from '../../../lib/k8s/naming';
import type { Rendered } from '../../../lib/render/render';
import { keepSecrets, type SecretSettings } from '../../../lib/render/secrets';
import type { RemoteSettings } from '../../../lib/render/secrets/external';
import type { SecretMode } from '../../../lib/render/secrets/modes';
import { unseal as unsealWith } from '../../support/unseal';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));

const secret = (code: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'code', namespace: 'sea' },
  type: 'Opaque',
  data: { code: Buffer.from(code).toString('base64') },
});
const store = { kind: 'SecretStore', name: 'vault' } as const;
const remote: RemoteSettings = { store, remote: { entries: 'secret' }, refreshInterval: '1h', each: {} };

const spec = { template: { metadata: { annotations: { 'checksum/secret-code': 'hash-of-the-text' } }, spec: {} } };
const job: Manifest = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: `ring-${shortHash(spec)}`, namespace: 'sea' },
  spec,
};

const empty: Rendered = { name: 'north', namespace: 'sea', objects: [], externals: [], warnings: [], notes: [] };

const keep = (settings: Partial<SecretSettings>, code = 'four bells') =>
  keepSecrets(
    { ...empty, objects: [secret(code), job] },
    { mode: 'inline', each: new Map(), earlier: [], key, remote, ...settings },
  );

const unseal = (text: string, label: string) => unsealWith(privateKey, text, label);

const encrypted = (objects: readonly Manifest[]) =>
  (objects[0]?.spec as { encryptedData: Record<string, string> } | undefined)?.encryptedData.code ?? '';

test('existing: the Secret is left out and declared with its keys', () => {
  const { objects, externals } = keep({ mode: 'existing' });
  expect(objects.map(({ kind }) => kind)).toEqual(['Job']);
  expect(externals).toEqual([
    { kind: 'Secret', name: 'code', namespace: 'sea', keys: ['code'], generated: false, type: 'Opaque' },
  ]);
});

test('external-secrets: the cluster fetches each key from the store', () => {
  expect(keep({ mode: 'external-secrets' }).objects[0]).toMatchObject({
    kind: 'ExternalSecret',
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: [{ secretKey: 'code', remoteRef: { key: 'sea/code', property: 'code' } }],
    },
  });
});

test('sealed-secrets: only the private key, under the name of the Secret, opens the text', () => {
  const text = encrypted(keep({ mode: 'sealed-secrets' }).objects);
  expect(unseal(text, 'sea/code')).toBe('four bells');
  expect(() => unseal(text, 'sea/other')).toThrow();
});

test('an unchanged Secret keeps its ciphertext, a changed one does not', () => {
  const { objects: earlier } = keep({ mode: 'sealed-secrets' });
  expect(keep({ mode: 'sealed-secrets', earlier }).objects).toEqual(earlier);
  const text = encrypted(keep({ mode: 'sealed-secrets', earlier }, 'five bells').objects);
  expect(unseal(text, 'sea/code')).toBe('five bells');
});

test.each(['existing', 'external-secrets', 'sealed-secrets'] as const)(
  '%s: neither checksum nor Job name lets the text be guessed',
  (mode) => {
    const { objects } = keep({ mode });
    expect(JSON.stringify(objects)).not.toContain('hash-of-the-text');
    expect(JSON.stringify(objects)).not.toContain(job.metadata.name);
  },
);

test('one Secret may have a mode of its own', () => {
  expect(keep({ mode: 'existing', each: new Map([['code', 'inline']]) }).objects[0]).toEqual(secret('four bells'));
});

test('a Secret that the user keeps is fetched when it is named, with all of its keys', () => {
  const kept = (keys: string[]) => ({ kind: 'Secret', name: 'mine', namespace: 'sea', keys, generated: false });
  const { objects, externals } = keepSecrets(
    { ...empty, externals: [kept(['user']), kept(['password'])] },
    { mode: 'inline', each: new Map([['mine', 'external-secrets']]), earlier: [], remote },
  );
  expect(objects).toMatchObject([
    {
      kind: 'ExternalSecret',
      metadata: { name: 'mine', namespace: 'sea' },
      spec: { data: [{ remoteRef: { key: 'sea/mine', property: 'user' } }, { secretKey: 'password' }] },
    },
  ]);
  expect(externals.map(({ generated }) => generated)).toEqual([true, true]);
});

test('such a Secret cannot be sealed, and not be fetched without keys', () => {
  const keepOne = (keys: string[], mode: SecretMode) =>
    keepSecrets(
      { ...empty, externals: [{ kind: 'Secret', name: 'mine', namespace: 'sea', keys, generated: false }] },
      { mode: 'inline', each: new Map([['mine', mode]]), earlier: [], remote, key },
    );
  expect(() => keepOne(['a'], 'sealed-secrets')).toThrow(
    'Secret mine is not rendered, so it cannot be sealed-secrets (expected existing or external-secrets)',
  );
  expect(() => keepOne([], 'external-secrets')).toThrow('Secret mine cannot be fetched: nothing tells its keys');
});

test('the Secret that is fetched has the labels and the type of the rendered one', () => {
  const labelled = { ...secret('x'), type: 'kubernetes.io/basic-auth' };
  const labels = { team: 'blue' };
  const { objects } = keepSecrets(
    { ...empty, objects: [{ ...labelled, metadata: { ...labelled.metadata, labels } }] },
    { mode: 'external-secrets', each: new Map(), earlier: [], remote },
  );
  expect(objects).toMatchObject([
    { spec: { target: { template: { type: 'kubernetes.io/basic-auth', metadata: { labels } } } } },
  ]);
});
