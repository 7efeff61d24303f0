// Settings for Secrets: their defaults, what they require, and where a problem is.

import { secretSettings } from '../../lib/secrets/settings';
import { loadLayer } from '../../lib/values/file/load';
import { InputError } from '../../lib/values/problem';

const settings = (text: string) => secretSettings([loadLayer({ source: 's.yaml', text })]);

function problemsOf(text: string): string[] {
  try {
    settings(text);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('by default, Secrets are written as they are', () => {
  expect(settings('{}')).toEqual({
    mode: 'inline',
    certificate: '',
    sops: { age: [], pgp: [], kms: [] },
    store: { kind: 'SecretStore', name: '' },
    remote: { entries: 'secret' },
    refreshInterval: '1h',
    reloader: false,
    each: {},
  });
  expect(settings('each: {a: {}}').each).toEqual({
    a: { key: '', properties: {}, refreshInterval: '', dataFrom: [] },
  });
});

test('later layers win', () => {
  const layers = ['{mode: sops, sops: {age: [age1x]}}', '{mode: existing}'];
  const merged = secretSettings(layers.map((text) => loadLayer({ source: 's.yaml', text })));
  expect(merged).toMatchObject({ mode: 'existing', sops: { age: ['age1x'] } });
});

const STORE = 'is required for external-secrets (--secret-store)';

test.each([
  ['mode: sealed-secrets', ['secrets.certificate: is required for sealed-secrets (--certificate)']],
  ['each: {a: {mode: sealed-secrets}}', ['secrets.certificate: is required for sealed-secrets (--certificate)']],
  ['mode: external-secrets', [`secrets.store.name: ${STORE}`]],
  ['each: {a: {mode: external-secrets}}', [`secrets.each.a.store.name: ${STORE}`]],
  ['each: {a: {mode: external-secrets, store: {name: ""}}}', [`secrets.each.a.store.name: ${STORE}`]],
  ['each: {a: {dataFrom: [{}]}}', ['secrets.each.a.dataFrom[0]: must have exactly one of extract, find, sourceRef']],
  [
    'each: {a: {dataFrom: [{extract: {key: b}}, {extract: {key: b}, find: {}}]}}',
    ['secrets.each.a.dataFrom[1]: must have exactly one of extract, find, sourceRef'],
  ],
  ['sops: {age: [age2x]}', ['invalid value "age2x" (expected an age public key (age1...))']],
  ['sops: {pgp: [0123456789]}', ['expected a fingerprint of 40 hex digits']],
  ['sops: {kms: ["arn:a b"]}', ['expected an ARN']],
  ['refreshInterval: 1d', ['secrets.refreshInterval', 'expected a duration such as 1h30m, or 0']],
  ['{refreshPolicy: Never}', ['secrets.refreshPolicy', 'expected one of Periodic, OnChange, CreatedOnce']],
  ['{deletionPolicy: Never}', ['secrets.deletionPolicy', 'expected one of Retain, Delete, Merge']],
  ['{store: {kind: Vault}}', ['secrets.store.kind', 'expected one of SecretStore, ClusterSecretStore']],
  ['{store: {name: a b}}', ['secrets.store.name', 'expected the name of a store']],
])('%s is refused', (text, parts) => {
  const message = problemsOf(text).join('\n');

  for (const part of parts) expect(message).toContain(part);
});

test.each([
  'mode: sealed-secrets\ncertificate: a.pem',
  '{mode: external-secrets, store: {name: a}}',
  '{store: {name: a}, each: {b: {mode: external-secrets}}}',
  'each: {b: {mode: external-secrets, store: {name: a}}}',
  'mode: sops\nsops: {age: [age1x], kms: ["arn:aws:kms:a"]}',
  'refreshInterval: 1h30m5.5s100ms',
  'refreshInterval: "0"',
  'each: {a: {dataFrom: [{find: {tags: {a: b}}}, {sourceRef: {generatorRef: {kind: Password, name: p}}}]}}',
])('%j is accepted', (text) => {
  expect(problemsOf(text)).toEqual([]);
});
