// The ExternalSecret of a Secret: which entries of the store it reads.

import { rendered } from '../../lib/secrets/data-from';
import { externalSecret, type RemoteSettings } from '../../lib/secrets/external';
import { secretSettings } from '../../lib/secrets/settings';
import { loadLayer } from '../../lib/values/file/load';

const settings = (text: string): RemoteSettings =>
  secretSettings([loadLayer({ source: 's.yaml', text: `store: {name: vault}\n${text}` })]);

const made = (text: string, metadata: object = {}, type?: string) =>
  externalSecret(
    { metadata: { name: 'code', namespace: 'sea', ...metadata }, keys: ['a', 'b'], ...(type ? { type } : {}) },
    settings(text),
  );

interface Spec {
  readonly data?: {
    readonly secretKey: string;
    readonly remoteRef: { readonly key: string; readonly property?: string };
  }[];
}

const entries = (text: string) =>
  (made(text).spec as Spec).data?.map(({ secretKey, remoteRef: { key, property } }) => [secretKey, key, property]);

test.each([
  [
    '',
    [
      ['a', 'sea/code', 'a'],
      ['b', 'sea/code', 'b'],
    ],
  ],
  [
    'remote: {prefix: team/}',
    [
      ['a', 'team/code', 'a'],
      ['b', 'team/code', 'b'],
    ],
  ],
  [
    'remote: {prefix: ""}',
    [
      ['a', 'code', 'a'],
      ['b', 'code', 'b'],
    ],
  ],
  [
    'remote: {entries: key}',
    [
      ['a', 'sea/code/a', undefined],
      ['b', 'sea/code/b', undefined],
    ],
  ],
  [
    'each: {code: {key: own}}',
    [
      ['a', 'own', 'a'],
      ['b', 'own', 'b'],
    ],
  ],
  [
    'remote: {entries: key}\neach: {code: {key: own}}',
    [
      ['a', 'own', 'a'],
      ['b', 'own', 'b'],
    ],
  ],
  [
    'each: {code: {properties: {a: x}}}',
    [
      ['a', 'sea/code', 'x'],
      ['b', 'sea/code', 'b'],
    ],
  ],
  [
    'remote: {entries: key}\neach: {code: {properties: {a: x}}}',
    [
      ['a', 'sea/code/x', undefined],
      ['b', 'sea/code/b', undefined],
    ],
  ],
  [
    'each: {other: {key: own}}',
    [
      ['a', 'sea/code', 'a'],
      ['b', 'sea/code', 'b'],
    ],
  ],
])('with %j, each key is read from its entry', (text, expected) => {
  expect(entries(text)).toEqual(expected);
});

test.each([
  ['', { refreshInterval: '1h', secretStoreRef: { kind: 'SecretStore', name: 'vault' } }],
  ['refreshInterval: 2h', { refreshInterval: '2h' }],
  ['each: {code: {refreshInterval: 5m}}', { refreshInterval: '5m' }],
  [
    'each: {code: {store: {kind: ClusterSecretStore, name: own}}}',
    { secretStoreRef: { kind: 'ClusterSecretStore', name: 'own' } },
  ],
  ['each: {code: {store: {name: ""}}}', { secretStoreRef: { kind: 'SecretStore', name: 'vault' } }],
])('with %j, the store and the interval are %j', (text, expected) => {
  expect(made(text).spec).toMatchObject(expected);
});

test('policies are absent unless they are set', () => {
  const { spec } = made('');
  expect(spec).not.toHaveProperty('refreshPolicy');
  expect(spec).not.toHaveProperty('target.deletionPolicy');
  expect(spec).not.toHaveProperty('dataFrom');
});

test('the Secret that it creates has the type, the labels and the annotations of the chart', () => {
  const labels = { app: 'a' };
  const annotations = { b: 'c' };
  expect(made('', { labels, annotations }, 'kubernetes.io/tls')).toMatchObject({
    kind: 'ExternalSecret',
    metadata: { name: 'code', namespace: 'sea', labels, annotations },
    spec: {
      target: {
        name: 'code',
        creationPolicy: 'Owner',
        template: { type: 'kubernetes.io/tls', metadata: { labels, annotations } },
      },
    },
  });
  expect(made('').spec).toMatchObject({ target: { template: { type: 'Opaque', metadata: {} } } });
});

test('empty fields of whole entries are left out', () => {
  const { each } = settings(
    'each: {code: {dataFrom: [{find: {path: "", name: {regexp: a}}}, {find: {tags: {b: c}}, rewrite: [{regexp: {source: d, target: ""}}]}]}}',
  );
  const defaults = { conversionStrategy: 'Default', decodingStrategy: 'None' };
  expect(rendered(each.code?.dataFrom ?? [])).toEqual([
    { find: { name: { regexp: 'a' }, ...defaults } },
    { find: { tags: { b: 'c' }, ...defaults }, rewrite: [{ regexp: { source: 'd', target: '' } }] },
  ]);
});
