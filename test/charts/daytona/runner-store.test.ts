// The object store that the runner uses for volumes and backups: the API's, unless its own settings name another one.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { rendered } from '../../support/render';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const api = {
  S3_ENDPOINT: 'https://s3.acme.io',
  S3_REGION: 'eu-1',
  S3_DEFAULT_BUCKET: 'volumes',
  S3_ACCESS_KEY: 'api-key',
  S3_SECRET_KEY: 'Zx81-s3-Secret-0123',
};

const storeOf = (env: object, more: object = {}) => {
  const values = { services: { api: { env: api }, runner: { env } }, minio: { enabled: false }, ...more };
  const all = variablesOf(containerOf(templateOf(rendered(system, [credentials, values]), 'DaemonSet'), 'runner'));
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('AWS_')));
};

test('is that of the API, with its credentials', () => {
  expect(storeOf({})).toMatchObject({
    AWS_ENDPOINT_URL: 'https://s3.acme.io',
    AWS_REGION: 'eu-1',
    AWS_DEFAULT_BUCKET: 'volumes',
  });
});

test('has the region, the bucket and the endpoint that the runner sets', () => {
  expect(storeOf({ AWS_REGION: 'us-2', AWS_DEFAULT_BUCKET: 'own' })).toMatchObject({
    AWS_ENDPOINT_URL: 'https://s3.acme.io',
    AWS_REGION: 'us-2',
    AWS_DEFAULT_BUCKET: 'own',
  });
  expect(storeOf({ AWS_ENDPOINT_URL: 'https://own.acme.io' })).toMatchObject({
    AWS_ENDPOINT_URL: 'https://own.acme.io',
  });
});

test("has the runner's own keys, if it sets them", () => {
  const own = storeOf({ AWS_ACCESS_KEY_ID: 'own-key', AWS_SECRET_ACCESS_KEY: 'own-secret-0123456789' });
  const shared = storeOf({});
  expect(own.AWS_ACCESS_KEY_ID).not.toBe(shared.AWS_ACCESS_KEY_ID);
  expect(own.AWS_SECRET_ACCESS_KEY).not.toBe(shared.AWS_SECRET_ACCESS_KEY);
});
