import { hashesOf, isAsHashed } from '../../lib/output/index/object-hashes';
import { toYaml } from '../../lib/yaml/yaml';

const hashOf = (value: string, field = 'stringData') =>
  hashesOf(
    toYaml([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'Opaque', [field]: { key: value } }]),
  );

// The hash that an index records for a Secret is public.
test.each([
  'first\n\nSECRET\n',
  '\n\nSECRET',
  'SECRET\n\n\n',
  'first\n\n\nkind: Pod\n\nSECRET',
  'first\n \nSECRET\n',
  'first\n---\n\nSECRET\n',
  'first\u2028\n\nSECRET',
  'SECRET',
])("no part of a Secret's contents is in its hash: %j", (text) => {
  for (const field of ['data', 'stringData']) {
    expect(hashOf(text, field)).toBe(hashOf(text.replace('SECRET', 'other'), field));
    expect(hashOf(text, field)).toBe(hashOf('x', field));
  }
});

test('the hash covers the other fields', () => {
  const secret = (immutable: boolean) =>
    hashesOf(`apiVersion: v1\nkind: Secret\nstringData:\n  a: |\n    x\n\n    y\nimmutable: ${immutable}\n`);
  expect(secret(true)).not.toBe(secret(false));
});

describe('an index from version 0.1.0 has no hashes of Secrets and Jobs', () => {
  const secret = (managedBy: string) =>
    toYaml([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'a', labels: { 'app.kubernetes.io/managed-by': managedBy } },
        stringData: { key: 'value' },
      },
    ]);

  test("an object with this tool's label counts as recorded", () => {
    expect(isAsHashed(secret('sandbox-charts'), '-')).toBe(true);
  });

  test('an object of another tool does not', () => {
    expect(isAsHashed(secret('Helm'), '-')).toBe(false);
    expect(isAsHashed('apiVersion: v1\nkind: Job\nmetadata:\n  name: mine\n', '-')).toBe(false);
  });
});
