// Credentials from an existing Secret, and publicly known ones.

import { join } from 'node:path';
import { system } from '../../../charts/daytona';
import { readLayer } from '../../../lib/values/file/load';
import { problemsOf } from '../../support/problems';
import { rendered } from '../../support/render';
import { environmentOf } from './environment/environment';

const credentials = readLayer('credentials', join(__dirname, 'credentials.values.yaml')).apply({});
const example = readLayer(
  'example',
  join(__dirname, '..', '..', '..', 'charts', 'daytona', 'example.values.yaml'),
).apply({});
const platform = (values: object) => rendered(system, [example, values]);
const problems = (values: object) => problemsOf(system, [credentials, values]);

const keyOfSecret = (key: string) => ({ secretKeyRef: { name: 'daytona-credentials', key } });

describe('a Secret with all credentials', () => {
  test.each([
    ['the key of the SSH gateway, with which every API key login is compared', 'SSH_GATEWAY_API_KEY'],
    ['the key of the admin user, which is created only on the first start', 'ADMIN_API_KEY'],
  ])('must have %s', (_what, key) => {
    const release = platform({ services: { sshGateway: { enabled: false } } });
    expect(environmentOf(release, 'Deployment daytona-api', 'api')[key]).toEqual(keyOfSecret(key));
    const { keys } = release.externals.find(({ name }) => name === 'daytona-credentials') ?? { keys: [] };
    expect(keys).toContain(key);
  });

  test.each([
    ["the runner's are those of the API's store", {}, 'S3_ACCESS_KEY', 'S3_SECRET_KEY', {}],
    [
      'the runner has its own for a store of its own',
      { AWS_ENDPOINT_URL: 'https://s3.labs.io' },
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      { optional: true },
    ],
  ])('%s', (_what, env, accessKey, secretKey, optional) => {
    const api = { env: { S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com' } };
    const release = platform({ services: { api, runner: { env } } });
    const { AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret } = environmentOf(
      release,
      'DaemonSet daytona-runner',
      'runner',
    );
    const source = (key: string) => ({ secretKeyRef: { ...keyOfSecret(key).secretKeyRef, ...optional } });
    expect([access, secret]).toEqual([source(accessKey), source(secretKey)]);
  });
});

describe('a publicly known default is rejected if it is used, required or not', () => {
  test.each<[string, object]>([
    ['services.sshGateway.apiKey', { sshGateway: { enabled: false, apiKey: 'supersecretapikey' } }],
    [
      'services.api.env.RUNNER_MANAGER_API_KEY',
      {
        runnermanager: { enabled: false, env: { API_TOKEN: null } },
        api: { env: { RUNNER_MANAGER_API_KEY: 'runner_manager_secret_key' } },
      },
    ],
    ['services.runnermanager.env.API_KEY', { runnermanager: { env: { API_KEY: 'secret_api_key' } } }],
  ])('%s', (path, services) => {
    expect(problems({ services }).join('\n')).toContain(`${path}: is the publicly known default`);
  });

  test('and accepted if nothing uses it', () => {
    const runner = { enabled: false, env: { API_TOKEN: 'secret_api_token' } };
    expect(problems({ services: { runner } })).toEqual([]);
  });
});
