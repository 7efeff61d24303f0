// Mode sops: Secrets stay in the output, with encrypted values. An unchanged Secret keeps its ciphertext.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { Lifecycle } from '../../lib/k8s/stage';
import { runPipeline } from '../../lib/pipeline/pipeline';
import type { Rendered } from '../../lib/render/render';
import type { Encrypt } from '../../lib/secrets/sops';

const FINGERPRINT_KEY = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const RECIPIENTS = { age: ['age1example'], pgp: [], kms: [] };

const secret = (code: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'code', namespace: 'sea' },
  type: 'Opaque',
  data: { code: Buffer.from(code).toString('base64') },
});

const reader: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'reader', namespace: 'sea' },
  spec: {
    template: { metadata: {}, spec: { containers: [{ name: 'a', envFrom: [{ secretRef: { name: 'code' } }] }] } },
  },
};

/** Like SOPS: never the same twice. */
let calls = 0;
const encrypt: Encrypt = (object, { age }) => {
  calls++;
  const data = Object.keys(object.data as object).map((key) => [key, `ENC[AES256_GCM,data:${calls}]`]);
  return { ...object, data: Object.fromEntries(data), sops: { age, mac: `ENC[${calls}]` } };
};
beforeEach(() => {
  calls = 0;
});

interface Options {
  readonly earlier?: readonly Manifest[];
  readonly key?: string;
  readonly recipients?: typeof RECIPIENTS;
  readonly with?: Encrypt | undefined;
  readonly target?: 'kubectl' | 'flux' | 'argocd';
}

function keep(code: string, options: Options = {}): Rendered {
  const { earlier = [], key = FINGERPRINT_KEY, recipients = RECIPIENTS, target = 'kubectl' } = options;
  const encrypts = 'with' in options ? options.with : encrypt;
  const rendered: Rendered = {
    ...{ name: 'north', namespace: 'sea', externals: [], warnings: [], notes: [], lifecycle: new Lifecycle() },
    objects: [secret(code), reader],
    ...(key ? { fingerprintKey: key } : {}),
  };
  const sops = { recipients, ...(encrypts ? { encrypt: encrypts } : {}) };
  return runPipeline(rendered, { secrets: { mode: 'sops', each: new Map(), earlier, sops }, target });
}

const written = (release: Rendered): Manifest => release.objects.find(({ kind }) => kind === 'Secret') as Manifest;

test('the Secret stays, with encrypted values and the metadata of SOPS', () => {
  expect(written(keep('four bells'))).toMatchObject({
    kind: 'Secret',
    type: 'Opaque',
    data: { code: 'ENC[AES256_GCM,data:1]' },
    sops: { age: ['age1example'], mac: 'ENC[1]' },
  });
});

describe('the earlier ciphertext', () => {
  const earlier = () => [written(keep('four bells'))];

  test('is kept while the value is the same, and no program runs', () => {
    const before = earlier();
    expect(written(keep('four bells', { earlier: before }))).toEqual(before[0]);
    expect(calls).toBe(1);
  });

  test('is kept after SOPS has added recipients to it', () => {
    const [before] = earlier();
    const updated = { ...before, sops: { age: ['age1example', 'age1other'], mac: 'ENC[1]' } } as Manifest;
    expect(written(keep('four bells', { earlier: [updated] }))).toEqual(updated);
  });

  test.each([
    ['another value', () => keep('five bells', { earlier: earlier() })],
    [
      'other recipients',
      () => keep('four bells', { earlier: earlier(), recipients: { ...RECIPIENTS, age: ['age1x'] } }),
    ],
    ['another key', () => keep('four bells', { earlier: earlier(), key: `${FINGERPRINT_KEY.slice(1)}A` })],
    ['no key', () => keep('four bells', { earlier: earlier(), key: '' })],
    [
      'a replaced ciphertext',
      () => keep('four bells', { earlier: earlier().map((object) => ({ ...object, data: { code: 'ENC[other]' } })) }),
    ],
  ])('is replaced with %s', (_what, render) => {
    expect(written(render())).toMatchObject({ data: { code: 'ENC[AES256_GCM,data:2]' } });
  });
});

test('in a comparison, a changed value is reported without running SOPS, and without its metadata', () => {
  const before = written(keep('four bells'));
  const one = written(keep('five bells', { earlier: [before], with: undefined }));
  expect(one).toEqual(written(keep('five bells', { earlier: [before], with: undefined })));
  expect(one.data).not.toEqual(before.data);
  expect(one.sops).toEqual(before.sops);
  expect(JSON.stringify(one)).not.toContain(Buffer.from('five bells').toString('base64'));
});

test('without a key, pods have no hash of the value', () => {
  const { objects } = keep('four bells', { key: '' });
  expect(JSON.stringify(objects.filter(({ kind }) => kind === 'Deployment'))).not.toContain('checksum/secret');
  expect(JSON.stringify(keep('four bells').objects)).toContain('checksum/secret-code');
});

test('there is no warning for Flux; Argo CD needs a plugin', () => {
  expect(keep('four bells', { target: 'flux' }).warnings).toEqual([]);
  expect(keep('four bells', { target: 'argocd' }).warnings).toEqual([expect.stringContaining('plugin')]);
});
