// The contents of Secrets and ConfigMaps, and that no credential is exposed.

import type { Manifest } from '../../../lib/k8s/object/manifest';
import { CONTAINER, deployment, env, findings, labs } from '../../support/manifests';

const TOKEN = 'tkn-0123456789abcdef';
const encoded = (text: string) => Buffer.from(text).toString('base64');
const secret = (data: object, more: object = {}) => labs('v1', 'Secret', 's', { data, ...more });
const configMap = (body: object) => labs('v1', 'ConfigMap', 'c', body);

test.each<[string, Manifest, string[]]>([
  [
    'keys that are paths',
    configMap({ data: { '..': 'x', '.': 'x', '.hidden': 'x' } }),
    [
      'ConfigMap labs/c data[".."]: is not a valid key (expected letters, digits, "-", "_" and ".")',
      'ConfigMap labs/c data["."]: is not a valid key (expected letters, digits, "-", "_" and ".")',
    ],
  ],
  [
    'a key twice',
    configMap({ data: { a: 'x' }, binaryData: { a: 'eA==', b: 'plain!' } }),
    ['ConfigMap labs/c binaryData["a"]: is in data as well', 'ConfigMap labs/c binaryData["b"]: must be base64'],
  ],
  [
    'more than fits, in bytes',
    configMap({ data: { a: 'é'.repeat(524_289) } }),
    ['ConfigMap labs/c data: is larger than 1048576 bytes'],
  ],
  [
    'a certificate without its key',
    secret({ 'tls.crt': 'eA==' }, { type: 'kubernetes.io/tls' }),
    ['Secret labs/s data: must have a key tls.key for type kubernetes.io/tls'],
  ],
])('%s: found', (_case, object, expected) => {
  expect(findings([object])).toEqual(expected);
});

test('contents just within the limit pass, encoded or not', () => {
  expect(findings([configMap({ data: { a: 'é'.repeat(524_288) } })])).toEqual([]);
  expect(findings([secret({ a: encoded('x'.repeat(1_048_575)) })])).toEqual([]);
});

test.each<[string, Manifest, string]>([
  ['a variable', env({ name: 'URL', value: `https://hub/?key=${TOKEN}` }), `${CONTAINER}.env[0].value`],
  ['an argument', deployment({ container: { args: [`--auth=${TOKEN}`] } }), `${CONTAINER}.args[0]`],
  ['a ConfigMap', configMap({ data: { 'a.conf': `auth ${TOKEN}\n` } }), 'ConfigMap labs/c data.a.conf'],
  [
    'an annotation',
    deployment({ metadata: { annotations: { note: TOKEN } } }),
    'Deployment labs/web metadata.annotations.note',
  ],
])('a credential of a Secret that also occurs in %s is found and not repeated', (_case, object, place) => {
  const expected = [`${place}: repeats key api-token of Secret s: a credential belongs in a Secret only`];
  expect(findings([secret({ 'api-token': encoded(TOKEN) }), object])).toEqual(expected);
  const plain = labs('v1', 'Secret', 's', { stringData: { 'api-token': TOKEN } });
  expect(findings([plain, object])).toEqual(expected);
  expect(findings([secret({ 'api-token': encoded(TOKEN) }), secretNamed('t')])).toEqual([]);
});

const secretNamed = (name: string) => labs('v1', 'Secret', name, { data: { token: encoded(TOKEN) } });

test('names and addresses from a Secret can occur elsewhere, and so can short values', () => {
  const objects = [
    secret({ host: encoded('postgres.example.com'), password: encoded('postgres') }),
    env({ name: 'HOST', value: 'postgres.example.com' }, { name: 'USER', value: 'postgres' }),
  ];
  expect(findings(objects)).toEqual([]);
});

test('the public half of a key pair can occur anywhere', () => {
  const keys = secret({ 'ssh-key.pub': encoded(TOKEN), SSH_PUBLIC_KEY: encoded(TOKEN) });
  expect(findings([env({ name: 'KEY', value: TOKEN }), keys])).toEqual([]);
});
