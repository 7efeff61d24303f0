// Harbor with its images in the built-in MinIO, and key names of Secrets that an operator creates.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { InputError } from '../../../lib/values/problem';
import { rendered } from '../../support/render';

const folder = join(__dirname, '..', '..', '..', 'charts', 'daytona');
const valuesOf = (file: string) => readLayer(file, join(folder, file)).apply({});
const example = valuesOf('example.values.yaml');
const minio = valuesOf('minio.values.yaml');

const textOf = (layers: readonly object[], name?: string) =>
  JSON.stringify(rendered(system, layers, name === undefined ? {} : { name }).objects);

function problems(change: object): string[] {
  try {
    rendered(system, [example, minio, change]);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test.each([
  ['daytona', 'http://daytona-minio:9000'],
  ['prod', 'http://prod-minio:9000'],
])('in release %s, Harbor uses %s', (name, endpoint) => {
  const text = textOf([example, minio], name);
  expect(text).toContain(`regionendpoint: ${endpoint}\\n`);
  expect(text).toContain('secure: false');
  expect(text).not.toContain(name === 'prod' ? 'daytona-minio:' : 'prod-minio:');
});

test('at the short path too', () => {
  const short = { harbor: { imageChartStorage: { s3: { minio: true } } } };
  const other = { harbor: { persistence: { imageChartStorage: { s3: { minio: null } } } } };
  expect(textOf([example, minio, other, short], 'prod')).toContain('regionendpoint: http://prod-minio:9000\\n');
});

const s3 = (change: object) => ({ harbor: { persistence: { imageChartStorage: { s3: change } } } });

test.each([
  ['an endpoint', s3({ regionendpoint: 'https://s3.example.com' }), 's3.regionendpoint: conflicts with minio'],
  ['a bucket that is not created', s3({ bucket: 'other' }), 's3.bucket: other is not in minio.buckets'],
  ['without the built-in MinIO', { minio: { enabled: false } }, 's3.minio: requires minio.enabled'],
])('%s is refused', (_case, change, message) => {
  expect(problems(change)).toContainEqual(expect.stringContaining(`harbor.persistence.imageChartStorage.${message}`));
});

test('the password of an external database or Redis can have any key', () => {
  const external = valuesOf('external.values.yaml');
  const keys = {
    externalDatabase: { existingSecret: 'cluster-app', existingSecretPasswordKey: 'password' },
    externalRedis: { existingSecret: 'cache', existingSecretPasswordKey: 'auth' },
  };
  const without = { externalDatabase: { password: null }, externalRedis: { password: null } };
  const text = textOf([external, without, keys]);
  expect(text).toContain('"secretKeyRef":{"key":"password","name":"cluster-app"}');
  expect(text).toContain('"secretKeyRef":{"key":"auth","name":"cache"}');
  expect(text).not.toContain('database-password');
});
