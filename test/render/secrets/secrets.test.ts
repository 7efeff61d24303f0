import { constants, createDecipheriv, createPublicKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import type { Manifest } from '../../../lib/k8s/manifest';
import { shortHash } from '../../../lib/k8s/naming';
import { keepSecrets, type SecretSettings } from '../../../lib/render/secrets';
import type { RemoteSettings } from '../../../lib/render/secrets/external';

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

const keep = (settings: Partial<SecretSettings>, code = 'four bells') =>
  keepSecrets(
    { name: 'north', namespace: 'sea', objects: [secret(code), job], externals: [], warnings: [], notes: [] },
    { mode: 'inline', each: new Map(), earlier: [], key, remote, ...settings },
  );

function unseal(text: string, label: string): string {
  const bytes = Buffer.from(text, 'base64');
  const length = bytes.readUInt16BE(0);
  const session = privateDecrypt(
    {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
    },
    bytes.subarray(2, 2 + length),
  );
  const sealed = bytes.subarray(2 + length);
  const decipher = createDecipheriv('aes-256-gcm', session, Buffer.alloc(12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString();
}

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
