import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle } from '../../lib/k8s/stage';
import type { Rendered } from '../../lib/render/render';
import { applySecretModes, type SecretSettings } from '../../lib/secrets';
import type { RemoteSettings } from '../../lib/secrets/external';
import type { SecretMode } from '../../lib/secrets/modes';
import { unseal as unsealWith } from '../support/unseal';

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

const job: Manifest = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'ring', namespace: 'sea' },
  spec: { template: { spec: {} } },
};

const lifecycle = new Lifecycle();
const empty: Rendered = {
  name: 'north',
  namespace: 'sea',
  objects: [],
  externals: [],
  warnings: [],
  notes: [],
  lifecycle,
};
const fingerprintKey = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';

const keep = (settings: Partial<SecretSettings>, code = 'four bells') =>
  applySecretModes(
    { ...empty, fingerprintKey, objects: [secret(code), job] },
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
      data: [
        {
          secretKey: 'code',
          remoteRef: {
            key: 'sea/code',
            property: 'code',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    },
  });
});

const ENTRY = { conversionStrategy: 'Default', decodingStrategy: 'None' } as const;
const ofEach = (code: Partial<RemoteSettings['each'][string]>): RemoteSettings => ({
  ...remote,
  each: { code: { key: '', properties: {}, refreshInterval: '', dataFrom: [], ...code } },
});

test('external-secrets: policies of the ExternalSecret, those of the Secret first', () => {
  const general = { refreshPolicy: 'OnChange', deletionPolicy: 'Delete' } as const;
  const spec = (settings: RemoteSettings) => keep({ mode: 'external-secrets', remote: settings }).objects[0]?.spec;
  expect(spec({ ...remote, ...general })).toMatchObject({
    refreshPolicy: 'OnChange',
    target: { deletionPolicy: 'Delete' },
  });
  expect(spec({ ...ofEach({ refreshPolicy: 'CreatedOnce', deletionPolicy: 'Merge' }), ...general })).toMatchObject({
    refreshPolicy: 'CreatedOnce',
    target: { deletionPolicy: 'Merge' },
  });
});

test('external-secrets: whole entries in place of single keys, except for those in properties', () => {
  const dataFrom: RemoteSettings['each'][string]['dataFrom'] = [
    { extract: { key: 'team/all', property: '', version: '', metadataPolicy: 'None', ...ENTRY }, rewrite: [] },
    {
      find: { path: '', name: { regexp: '^a' }, tags: {}, ...ENTRY },
      rewrite: [{ regexp: { source: '^a', target: 'b' } }],
    },
  ];
  const spec = (each: Partial<RemoteSettings['each'][string]>) =>
    keep({ mode: 'external-secrets', remote: ofEach(each) }).objects[0]?.spec as { data?: unknown; dataFrom: unknown };
  expect(spec({ dataFrom }).data).toBeUndefined();
  expect(spec({ dataFrom }).dataFrom).toEqual([
    { extract: { key: 'team/all', metadataPolicy: 'None', ...ENTRY } },
    { find: { name: { regexp: '^a' }, ...ENTRY }, rewrite: [{ regexp: { source: '^a', target: 'b' } }] },
  ]);
  expect(spec({ dataFrom, properties: { code: 'word' } }).data).toMatchObject([
    { secretKey: 'code', remoteRef: { key: 'sea/code', property: 'word' } },
  ]);
});

test("sealed-secrets: only the private key opens the text, and only under the Secret's name", () => {
  const text = encrypted(keep({ mode: 'sealed-secrets' }).objects);
  expect(unseal(text, 'sea/code')).toBe('four bells');
  expect(() => unseal(text, 'sea/other')).toThrow();
});

test('an unchanged Secret keeps its ciphertext; a changed one gets a new one', () => {
  const { objects: earlier } = keep({ mode: 'sealed-secrets' });
  expect(keep({ mode: 'sealed-secrets', earlier }).objects).toEqual(earlier);
  const text = encrypted(keep({ mode: 'sealed-secrets', earlier }, 'five bells').objects);
  expect(unseal(text, 'sea/code')).toBe('five bells');
});

test('a single Secret can have its own mode', () => {
  expect(keep({ mode: 'existing', each: new Map([['code', 'inline']]) }).objects[0]).toEqual(secret('four bells'));
});

test('a Secret that the user provides is fetched if it is named, with all of its keys', () => {
  const kept = (keys: string[]) => ({ kind: 'Secret', name: 'mine', namespace: 'sea', keys, generated: false });
  const { objects, externals } = applySecretModes(
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

test('a Secret with unknown keys is fetched from whole entries', () => {
  const external = { kind: 'Secret', name: 'mine', namespace: 'sea', keys: [], generated: false };
  const mine = ofEach({
    dataFrom: [{ extract: { key: 'x', property: '', version: '', metadataPolicy: 'None', ...ENTRY }, rewrite: [] }],
  }).each.code;
  const { objects } = applySecretModes(
    { ...empty, externals: [external] },
    {
      ...{ mode: 'inline', each: new Map([['mine', 'external-secrets']]), earlier: [] },
      remote: { ...remote, each: mine ? { mine } : {} },
    },
  );
  expect(objects).toMatchObject([{ metadata: { name: 'mine' }, spec: { dataFrom: [{ extract: { key: 'x' } }] } }]);
});

test('such a Secret cannot be sealed, nor fetched without keys', () => {
  const keepOne = (keys: string[], mode: SecretMode) =>
    applySecretModes(
      { ...empty, externals: [{ kind: 'Secret', name: 'mine', namespace: 'sea', keys, generated: false }] },
      { mode: 'inline', each: new Map([['mine', mode]]), earlier: [], remote, key },
    );
  expect(() => keepOne(['a'], 'sealed-secrets')).toThrow(
    'Secret mine is not rendered, so it cannot be sealed-secrets (expected existing or external-secrets)',
  );
  expect(() => keepOne([], 'external-secrets')).toThrow(
    'Secret mine cannot be read from a store: its keys are unknown',
  );
});

test('the fetched Secret has the labels and the type of the rendered one', () => {
  const labeled = { ...secret('x'), type: 'kubernetes.io/basic-auth' };
  const labels = { team: 'blue' };
  const { objects } = applySecretModes(
    { ...empty, objects: [{ ...labeled, metadata: { ...labeled.metadata, labels } }] },
    { mode: 'external-secrets', each: new Map(), earlier: [], remote },
  );
  expect(objects).toMatchObject([
    { spec: { target: { template: { type: 'kubernetes.io/basic-auth', metadata: { labels } } } } },
  ]);
});

describe('several Secrets of a release', () => {
  const named = (name: string, code: string): Manifest => ({ ...secret(code), metadata: { name, namespace: 'sea' } });
  const sealAll = (codes: readonly string[], earlier: readonly Manifest[] = [], other = fingerprintKey) =>
    applySecretModes(
      { ...empty, fingerprintKey: other, objects: codes.map((code, index) => named(`code-${index}`, code)) },
      { mode: 'sealed-secrets', each: new Map(), earlier, key },
    ).objects;
  const texts = (objects: readonly Manifest[]) => objects.map((object) => encrypted([object]));

  test('stay as they are when none changed', () => {
    const earlier = sealAll(['one', 'two', 'three']);
    expect(sealAll(['one', 'two', 'three'], earlier)).toEqual(earlier);
  });

  test('keep their ciphertext when another one changes, is added or removed', () => {
    const [one, two, three] = sealAll(['one', 'two', 'three']) as [Manifest, Manifest, Manifest];
    const before = texts([one, two, three]);
    const changed = texts(sealAll(['one', 'new', 'three'], [one, two, three]));
    expect([changed[0], changed[2]]).toEqual([before[0], before[2]]);
    expect(unseal(changed[1] ?? '', 'sea/code-1')).toBe('new');
    expect(texts(sealAll(['one', 'two'], [one, two, three]))).toEqual(before.slice(0, 2));
    const more = texts(sealAll(['one', 'two', 'three', 'four'], [one, two, three]));
    expect(more.slice(0, 3)).toEqual(before);
    expect(unseal(more[3] ?? '', 'sea/code-3')).toBe('four');
  });

  test('a ciphertext that was replaced is not kept', () => {
    const [one, two] = sealAll(['one', 'two']) as [Manifest, Manifest];
    const [, other] = sealAll(['one', 'other']) as [Manifest, Manifest];
    const swapped = { ...two, spec: other.spec };
    const [, sealed] = sealAll(['one', 'two'], [one, swapped]) as [Manifest, Manifest];
    expect(unseal(encrypted([sealed]), 'sea/code-1')).toBe('two');
    expect(encrypted([sealed])).not.toBe(encrypted([two]));
  });

  test.each([
    ['without a key', ''],
    ['for another key', 'another-Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8'],
  ])('are all sealed again %s', (_what, other) => {
    const earlier = sealAll(['one', 'two']);
    const later = sealAll(['one', 'two'], earlier, other);
    expect(texts(later).filter((text) => texts(earlier).includes(text))).toEqual([]);
    expect(later.map((sealed) => unseal(encrypted([sealed]), `sea/${sealed.metadata.name}`))).toEqual(['one', 'two']);
  });

  test('without a key, nothing derived from them is written', () => {
    const metadata = sealAll(['one'], [], '').map((sealed) => sealed.metadata);
    expect(metadata).toEqual([{ name: 'code-0', namespace: 'sea' }]);
  });
});

test('fingerprints from version 0.1.0 are neither trusted nor kept', () => {
  const annotations = {
    'sandbox-charts/fingerprint': 'b2xkLXNhbHQ.b2xkLWhhc2g',
    'sandbox-charts/fingerprint-of-all': 'b2xkLXNhbHQ.b2xkLWhhc2g',
  };
  const [before] = keep({ mode: 'sealed-secrets' }).objects as [Manifest];
  const old = { ...before, metadata: { ...before.metadata, annotations } };
  const [after] = keep({ mode: 'sealed-secrets', earlier: [old] }).objects as [Manifest];
  expect(encrypted([after])).not.toBe(encrypted([before]));
  expect(after.metadata.annotations).toEqual({
    'sandbox-charts/fingerprint': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

describe('a Secret that an earlier run rendered with its value', () => {
  const { data: _data, ...written } = secret('four bells');
  const command =
    'kubectl annotate secret --overwrite --namespace sea code kustomize.toolkit.fluxcd.io/prune=disabled ' +
    'argocd.argoproj.io/sync-options=Prune=false sealedsecrets.bitnami.com/managed=true';

  test.each(['existing', 'external-secrets', 'sealed-secrets'] as const)(
    'is kept from being deleted before mode %s takes over',
    (mode) => {
      const { warnings } = keep({ mode, earlier: [written] });
      expect(warnings).toEqual([expect.stringContaining(command)]);
    },
  );

  test.each([
    ['while it is still rendered', 'inline', written],
    ['after it was sealed', 'existing', { ...written, kind: 'SealedSecret' }],
    ['of another release', 'existing', { ...written, metadata: { name: 'other', namespace: 'sea' } }],
  ] as const)('is not mentioned %s', (_when, mode, earlier) => {
    expect(keep({ mode, earlier: [earlier] }).warnings).toEqual([]);
  });
});

test('the Secret of a SealedSecret can be rendered again', () => {
  const [sealed] = keep({ mode: 'sealed-secrets' }).objects;
  expect(sealed?.spec).toMatchObject({
    template: { metadata: { annotations: { 'sealedsecrets.bitnami.com/managed': 'true' } } },
  });
});
