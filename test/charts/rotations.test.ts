// Every credential of every chart has an entry that says how to replace it.

import { registry } from '../../charts/registry';
import { credentialPaths, rotationKey } from '../../lib/render/lifecycle/rotation';
import { formatPath } from '../../lib/values/path';
import { generatedValues } from '../../lib/values/schema/generated';

describe.each(registry.map((entry) => [entry.name, entry.load()] as const))('%s', (_name, system) => {
  const rotations = system.rotations?.() ?? {};
  const generated = generatedValues(system.schema).map(({ path }) => formatPath(path));

  test('the credentials in its schema, and no others', () => {
    expect(Object.keys(rotations).sort()).toEqual(credentialPaths(system.schema).sort());
  });

  test('every credential that nobody else issues can be generated', () => {
    const own = Object.entries(rotations)
      .filter(([, { issuer, sameAs, refused }]) => !issuer && !sameAs && !refused)
      .map(([path]) => path);
    expect(own.filter((path) => !generated.includes(path))).toEqual([]);
  });

  test('a second place refers to a credential with an entry of its own', () => {
    for (const { sameAs } of Object.values(rotations)) {
      if (sameAs !== undefined) expect(rotations[sameAs]).toMatchObject({ readers: expect.any(String) });
      if (sameAs !== undefined) expect(rotations[sameAs]?.sameAs).toBeUndefined();
    }
  });

  test('each entry says who reads it, what to do and its impact', () => {
    for (const [path, { readers, order, impact }] of Object.entries(rotations)) {
      expect([path, readers.length > 1, order.length > 0, impact.length > 1]).toEqual([path, true, true, true]);
    }
  });
});

test('items of lists and maps have one entry for all', () => {
  const rotations =
    registry
      .find(({ name }) => name === 'daytona')
      ?.load()
      .rotations?.() ?? {};
  expect(rotationKey(rotations, 'minio.users[3].secretKey')).toBe('minio.users[].secretKey');
  expect(rotationKey(rotations, 'minio.rootPassword')).toBe('minio.rootPassword');
  expect(rotationKey(rotations, 'minio.constructor')).toBeUndefined();
  const ofPeerPods =
    registry
      .find(({ name }) => name === 'peerpods')
      ?.load()
      .rotations?.() ?? {};
  expect(rotationKey(ofPeerPods, 'providerSecrets.aws.AWS_ACCESS_KEY_ID')).toBe('providerSecrets.aws.*');
});
