// The order of the keys of a Secret, in the values or in the files of an earlier run, does not change its ciphertext.

import { generateKeyPairSync } from 'node:crypto';
import type { Manifest } from '../../lib/k8s/object/manifest';
import { REPEATABLE, sealedSecrets } from '../../lib/secrets/sealed';
import { comparable, type Encrypt, sopsSecrets } from '../../lib/secrets/sops';

const KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const secret = (data: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'code', namespace: 'sea' },
  type: 'Opaque',
  data,
});
const [inOrder, reversed] = [secret({ a: 'MQ==', b: 'Mg==', c: 'Mw==' }), secret({ c: 'Mw==', b: 'Mg==', a: 'MQ==' })];
const only = (made: ReadonlyMap<Manifest, Manifest>): Manifest => [...made.values()][0] as Manifest;
const turned = <T extends object>(map: T): T => Object.fromEntries(Object.entries(map).reverse()) as T;

describe('sealed', () => {
  const sealed = (one: Manifest, earlier: readonly Manifest[] = []) =>
    only(sealedSecrets([one], { key: publicKey, earlier }, KEY));
  const dataOf = ({ spec }: Manifest) => (spec as { readonly encryptedData: Record<string, string> }).encryptedData;

  test('by the values', () => {
    const before = sealed(inOrder);
    expect(dataOf(sealed(reversed, [before]))).toEqual(dataOf(before));
  });

  test('in the file', () => {
    const before = sealed(inOrder);
    const file = { ...before, spec: { ...(before.spec as object), encryptedData: turned(dataOf(before)) } };
    expect(dataOf(sealed(inOrder, [file]))).toEqual(dataOf(before));
    expect(dataOf(sealed(inOrder))).not.toEqual(dataOf(before));
  });

  test('for a comparison, equal values have equal texts, which depend on the name', () => {
    const [one, other] = [inOrder, { ...inOrder, metadata: { name: 'other', namespace: 'sea' } }].map((each) =>
      dataOf(only(sealedSecrets([each], { key: publicKey, seal: REPEATABLE, earlier: [] }, ''))),
    );
    expect(one).toEqual(dataOf(only(sealedSecrets([reversed], { key: publicKey, seal: REPEATABLE, earlier: [] }, ''))));
    expect(other?.a).not.toBe(one?.a);
    expect(one?.a).not.toBe(one?.b);
  });

  test('needs a certificate, unless there is no Secret', () => {
    expect(() => sealedSecrets([inOrder], { earlier: [] }, KEY)).toThrow(
      'Secret sea/code requires --certificate for sealed-secrets',
    );
    expect(sealedSecrets([], { earlier: [] }, KEY).size).toBe(0);
  });
});

describe('with SOPS', () => {
  let calls = 0;
  const encrypt: Encrypt = (one) => {
    calls++;
    const data = Object.keys(one.data as object).map((key) => [key, `ENC[${key},${calls}]`]);
    return { ...one, data: Object.fromEntries(data), sops: { mac: 'x' } };
  };
  const recipients = { age: ['age1a'], pgp: [], kms: [] };
  const made = (one: Manifest, earlier: readonly Manifest[] = []) =>
    only(sopsSecrets([one], { recipients, encrypt, earlier }, KEY));

  test('by the values', () => {
    const before = made(inOrder);
    expect(made(reversed, [before]).data).toEqual(before.data);
  });

  test('in the file', () => {
    const before = made(inOrder);
    expect(made(inOrder, [{ ...before, data: turned(before.data as object) }]).data).toEqual(before.data);
  });

  test('in a file that an earlier version has written', () => {
    const annotations = {
      'sandbox-charts/fingerprint': 'fab19c331fe386ec2add1ee2671532cc20b545e02af91921928caec390b65ea3',
    };
    const data = { a: 'ENC[1]', b: 'ENC[2]', c: 'ENC[3]' };
    const file = { ...inOrder, metadata: { ...inOrder.metadata, annotations }, data, sops: { mac: 'y' } };
    expect(made(inOrder, [file]).data).toEqual(data);
  });

  test('a Secret that is not encrypted, or has another name, is not the earlier one', () => {
    const before = made(inOrder);
    const { sops: _sops, ...plain } = before;
    for (const earlier of [plain as Manifest, { ...before, metadata: { ...before.metadata, namespace: 'lake' } }])
      expect(made(inOrder, [earlier]).data).not.toEqual(before.data);
  });

  test('for a comparison, each key has a text of its own', () => {
    const data = comparable(secret({ a: 'MQ==', b: 'MQ==' }), recipients).data as Record<string, string>;
    expect(data.a).toMatch(/^ENC\[.+\]$/);
    expect(data.a).not.toBe(data.b);
  });
});
