// Pods restart when what they read changes, unless that would reveal something about a credential.

import type { Manifest } from '../../lib/k8s/object/manifest';
import { specHash } from '../../lib/names/naming';
import { type StampInput, stamp } from '../../lib/stamp/stamp';

const key = 'Zq3vX8mK1nB5tR7yW2cP9dL4fH6gJ0sA3eU8iO1kM5x';
const CHECKSUM = expect.stringMatching(/^[0-9a-f]{64}$/);

const secret = (code: string, namespace = 'sea', name = 'code'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  data: { code: Buffer.from(code).toString('base64') },
});
const configMap = (lamp: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'lamps', namespace: 'sea' },
  data: { lamp },
});
const containers = [{ name: 'buoy', envFrom: [{ secretRef: { name: 'code' } }, { configMapRef: { name: 'lamps' } }] }];
const workload = (kind: string, name = 'buoy', namespace = 'sea'): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace },
  spec:
    kind === 'Pod'
      ? { containers }
      : kind === 'CronJob'
        ? { jobTemplate: { spec: { template: { spec: { containers } } } } }
        : { template: { spec: { containers } } },
});
const KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

const stamped = (objects: readonly Manifest[], input: Partial<StampInput> = {}) =>
  stamp({
    objects,
    secrets: objects.filter(({ kind }) => kind === 'Secret'),
    key: '',
    shareFile: () => true,
    reloader: false,
    isNamedByHash: () => false,
    ...input,
  });

const annotationsOf = (object: Manifest | undefined): Record<string, string> => {
  const [text = '{}'] = /(?<="annotations":)\{[^}]*\}/.exec(JSON.stringify(object)) ?? [];
  return JSON.parse(text) as Record<string, string>;
};
const ofLast = ({ objects }: ReturnType<typeof stamp>) => annotationsOf(objects.at(-1));

test.each(KINDS)(
  '%s: with a key, its pods have a keyed checksum of the Secret, wherever the Secret is written',
  (kind) => {
    const shareFile = () => false;
    const of = (code: string, ownKey = key) =>
      ofLast(stamped([secret(code), workload(kind)], { key: ownKey, shareFile }));
    expect(of('one')).toEqual({ 'checksum/secret-code': CHECKSUM });
    expect(of('one')).toEqual(of('one'));
    expect(of('two')).not.toEqual(of('one'));
    expect(of('one', `${key}x`)).not.toEqual(of('one'));
  },
);

test.each(KINDS)(
  '%s: without a key a checksum of the Secret is in the file of the Secret only, and in no Job',
  (kind) => {
    const objects = [secret('one'), workload(kind)];
    expect(ofLast(stamped(objects))).toEqual(kind === 'Job' ? {} : { 'checksum/secret-code': CHECKSUM });
    expect(ofLast(stamped(objects, { shareFile: () => false }))).toEqual({});
  },
);

test.each(KINDS)('%s: always has a checksum of its ConfigMap', (kind) => {
  const of = (lamp: string) => ofLast(stamped([configMap(lamp), workload(kind)], { shareFile: () => false }));
  expect(of('red')).toEqual({ 'checksum/configmap-lamps': CHECKSUM });
  expect(of('green')).not.toEqual(of('red'));
});

test('the order of keys does not matter', () => {
  const data = { a: 'MQ==', b: 'Mg==' };
  const reversed = { b: 'Mg==', a: 'MQ==' };
  for (const own of ['', key]) {
    const [one, other] = [data, reversed].map((map) =>
      ofLast(stamped([{ ...secret(''), data: map }, workload('Pod')], { key: own })),
    );
    expect(one).toEqual(other);
  }
});

test('Secrets with the same name in two namespaces are different', () => {
  const objects = [
    secret('one', 'sea'),
    secret('two', 'harbor'),
    workload('Deployment', 'buoy', 'sea'),
    workload('Deployment', 'buoy', 'harbor'),
  ];
  const found = stamped(objects).objects.slice(2).map(annotationsOf);
  expect(found[0]).not.toEqual(found[1]);
});

test('equal Secrets have different keyed checksums', () => {
  const env = [{ secretRef: { name: 'code' } }, { secretRef: { name: 'other' } }];
  const pod = { ...workload('Pod'), spec: { containers: [{ name: 'a', envFrom: env }] } };
  const found = ofLast(stamped([secret('one'), secret('one', 'sea', 'other'), pod], { key }));
  expect(new Set(Object.values(found)).size).toBe(2);
});

describe('a Secret that is not written', () => {
  const sealed: Manifest = { apiVersion: 'v1', kind: 'SealedSecret', metadata: { name: 'code', namespace: 'sea' } };
  const external: Manifest = { ...sealed, kind: 'ExternalSecret' };
  const of = (objects: readonly Manifest[], input: Partial<StampInput> = {}) =>
    stamped([...objects, workload('Deployment')], { secrets: [secret('one')], ...input });

  test('sealed: has a checksum only with a key', () => {
    expect(ofLast(of([sealed], { key }))).toEqual({ 'checksum/secret-code': CHECKSUM });
    expect(ofLast(of([sealed]))).toEqual({});
  });

  test.each([
    ['external', [external]],
    ['existing', []],
  ])('%s: never has a checksum', (_mode, objects) => {
    expect(ofLast(of(objects, { key }))).toEqual({});
    expect(ofLast(of(objects))).toEqual({});
  });

  test('pods that will not restart are reported, with a way to fix it', () => {
    const unstamped = (input: Partial<StampInput>, ...objects: Manifest[]) =>
      of(objects, input).unstamped.map(({ object, reason }) => [object.kind, reason]);
    expect(unstamped({}, sealed)).toEqual([['Deployment', 'key']]);
    expect(unstamped({ key }, sealed)).toEqual([]);
    expect(unstamped({ key }, external)).toEqual([['Deployment', 'mode']]);
    expect(unstamped({ key, reloader: true }, external)).toEqual([]);
  });
});

test('a CronJob reads its Secret at the next run, so nothing is reported', () => {
  expect(stamped([secret('one'), workload('CronJob')], { shareFile: () => false }).unstamped).toEqual([]);
});

test('a Secret that SOPS encrypted has a checksum only with a key', () => {
  const objects = [{ ...secret('one'), sops: {} }, workload('Deployment')];
  const input = { secrets: [secret('one')] };
  expect(ofLast(stamped(objects, input))).toEqual({});
  expect(stamped(objects, input).unstamped.map(({ reason }) => reason)).toEqual(['key']);
  expect(ofLast(stamped(objects, { ...input, key }))).toEqual({ 'checksum/secret-code': CHECKSUM });
});

test('a Secret without contents is filled in the cluster, so its pods have no checksum and are not reported', () => {
  const empty = { ...secret(''), data: {} };
  const result = stamped([empty, workload('Deployment')], { key });
  expect(ofLast(result)).toEqual({});
  expect(result.unstamped).toEqual([]);
});

test('pods that lack checksums for two reasons are reported with the reason that a key removes', () => {
  const names = ['code', 'other'].map((name) => ({ secretRef: { name } }));
  const reader = {
    ...workload('Deployment'),
    spec: { template: { spec: { containers: [{ name: 'a', envFrom: names }] } } },
  };
  const external = { apiVersion: 'v1', kind: 'ExternalSecret', metadata: { name: 'other', namespace: 'sea' } };
  const { unstamped } = stamped([secret('one'), external, reader], { shareFile: () => false });
  expect(unstamped.map(({ reason }) => reason)).toEqual(['key']);
});

test('checksums are added to the annotations that pods have', () => {
  const template = { metadata: { labels: { a: 'b' }, annotations: { own: 'x' } }, spec: { containers } };
  const [, object] = stamped([secret('one'), { ...workload('Deployment'), spec: { replicas: 2, template } }]).objects;
  expect(object?.spec).toEqual({
    replicas: 2,
    template: {
      metadata: { labels: { a: 'b' }, annotations: { own: 'x', 'checksum/secret-code': CHECKSUM } },
      spec: { containers },
    },
  });
});

test('binary data and text of a ConfigMap count', () => {
  const of = (more: object) => ofLast(stamped([{ ...configMap('red'), ...more }, workload('Pod')]));
  const all = [of({}), of({ binaryData: { b: 'eA==' } }), of({ stringData: { b: 'eA==' } })];
  expect(all[1]).not.toEqual(all[0]);
  expect(all[2]).not.toEqual(all[0]);
});

describe('Reloader', () => {
  const ANNOTATION = 'secret.reloader.stakater.com/reload';
  const own = (object: Manifest | undefined) => object?.metadata.annotations?.[ANNOTATION];
  const names = [{ secretRef: { name: 'keys' } }, { secretRef: { name: 'code' } }, { secretRef: { name: 'keys' } }];
  const reader = (kind: string): Manifest => ({
    ...workload(kind),
    spec: { template: { spec: { containers: [{ name: 'a', envFrom: names }] } } },
  });
  const watched = (kind: string, input: Partial<StampInput> = {}, objects: readonly Manifest[] = []) =>
    own(stamped([...objects, reader(kind)], { reloader: true, ...input }).objects.at(-1));

  test.each(['Deployment', 'StatefulSet', 'DaemonSet'])('%s: lists every Secret that its pods read, once', (kind) => {
    expect(watched(kind)).toBe('code,keys');
  });

  test('Jobs and Pods are not among its workloads', () => {
    expect(watched('Job')).toBeUndefined();
    expect(own(stamped([workload('Pod')], { reloader: true }).objects[0])).toBeUndefined();
  });

  test('a Secret with a checksum needs no annotation', () => {
    expect(watched('Deployment', { key }, [secret('one')])).toBe('keys');
  });

  test('an annotation of the values is kept', () => {
    const annotated = {
      ...reader('Deployment'),
      metadata: { name: 'a', namespace: 'sea', annotations: { [ANNOTATION]: 'mine', b: 'c' } },
    };
    expect(stamped([annotated], { reloader: true }).objects[0]?.metadata.annotations).toEqual({
      [ANNOTATION]: 'mine',
      b: 'c',
    });
  });

  test('is not mentioned unless it is enabled', () => {
    expect(watched('Deployment', { reloader: false })).toBeUndefined();
  });
});

describe('Jobs', () => {
  const job = (name: string, env: readonly object[] = []): Manifest => ({
    ...workload('Job', name),
    spec: { template: { spec: { containers: [{ ...containers[0], env }] } } },
  });
  const first = job('first-0123456789');
  const second = job('second-9876543210', [{ name: 'JOB', value: 'first-0123456789' }]);
  const named = (code: string, input: Partial<StampInput> = {}) =>
    stamped([secret(code), first, second], { isNamedByHash: () => true, ...input })
      .objects.slice(1)
      .map(({ metadata }) => metadata.name);

  test('are named by their final spec, as are the references to them', () => {
    const [, one, other] = stamped([secret('one'), first, second], { key, isNamedByHash: () => true }).objects;
    expect(one?.metadata.name).toBe(`first-${specHash(one?.spec)}`);
    expect(other?.metadata.name).toBe(`second-${specHash(other?.spec)}`);
    expect(JSON.stringify(other)).toContain(one?.metadata.name);
    expect(JSON.stringify(other)).not.toContain('first-0123456789');
  });

  test('run again for a changed credential only with a key, because everyone can see their names', () => {
    expect(named('one', { key })).not.toEqual(named('two', { key }));
    expect(named('one')).toEqual(named('two'));
  });

  test('keep a name without a hash, and leave all other objects as they are', () => {
    const other = workload('ConfigMap', 'first-0123456789');
    const plain = job('plain');
    const { objects } = stamped([plain, other], { isNamedByHash: () => true });
    expect(objects[0]).toBe(plain);
    expect(objects[1]).toBe(other);
  });

  test('keep a name that the chart did not give them', () => {
    expect(named('one', { key, isNamedByHash: () => false })).toEqual(['first-0123456789', 'second-9876543210']);
  });
});
