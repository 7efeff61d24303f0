// What the platform says about credentials and the keys of the SSH gateway.

import { problems, warnings } from './given';

const services = (values: object) => ({ services: values });
const KEYS = 'services.sshGateway.sshKeys';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const MADE = '`sandbox-charts secrets daytona` generates one; or set credentials.existingSecret';

test.each<[string, object, string[]]>([
  [
    'a credential that is missing',
    services({ proxy: { env: { PROXY_API_KEY: '' } }, sshGateway: { apiKey: '' } }),
    [`services.proxy.env.PROXY_API_KEY: is required (${MADE})`, `services.sshGateway.apiKey: is required (${MADE})`],
  ],
  [
    'a credential at its other place',
    services({ runnermanager: { env: { API_TOKEN: '' } }, api: { env: { RUNNER_MANAGER_API_KEY: 'Zx81-x' } } }),
    [],
  ],
  [
    'published credentials',
    services({
      api: {
        env: { ENCRYPTION_KEY: 'CHANGE_ME_32_CHARACTER_SECRET_K!', ENCRYPTION_SALT: 'CHANGE_ME_RANDOM_SALT_VALUE' },
      },
      proxy: { env: { PROXY_API_KEY: 'super_secret_key' } },
      sshGateway: { apiKey: 'supersecretapikey' },
      runnermanager: { env: { API_TOKEN: 'runner_manager_secret_key' } },
      runner: { env: { API_TOKEN: 'secret_api_token', SYSTEM_API_TOKEN: 'system_api_token' } },
    }),
    [
      'services.api.env.ENCRYPTION_KEY',
      'services.api.env.ENCRYPTION_SALT',
      'services.proxy.env.PROXY_API_KEY',
      'services.sshGateway.apiKey',
      'services.runnermanager.env.API_TOKEN',
      'services.runner.env.SYSTEM_API_TOKEN',
      'services.runner.env.API_TOKEN',
    ].map((path) => `${path}: is the publicly known default (\`sandbox-charts secrets daytona\` generates one)`),
  ],
  [
    'a published key that Daytona issues',
    services({ runnermanager: { env: { API_KEY: 'secret_api_key' } } }),
    ['services.runnermanager.env.API_KEY: is the publicly known default'],
  ],
  [
    'no keys for the store of the API',
    services({ api: { env: { S3_ENDPOINT: 'https://s3.acme.io' } } }),
    ['S3_ACCESS_KEY', 'S3_SECRET_KEY'].map(
      (name) => `services.api.env.${name}: is required (the object store's key; or set credentials.existingSecret)`,
    ),
  ],
  [
    'credentials that differ between their two places',
    services({
      api: { env: { RUNNER_MANAGER_API_KEY: 'Zx81-a', DEFAULT_RUNNER_API_KEY: 'Zx81-b' } },
      runnermanager: { env: { SYSTEM_API_TOKEN: 'Zx81-c' } },
    }),
    [
      ['services.api.env.RUNNER_MANAGER_API_KEY', 'services.runnermanager.env.API_TOKEN'],
      ['services.runnermanager.env.SYSTEM_API_TOKEN', 'services.runner.env.SYSTEM_API_TOKEN'],
      ['services.api.env.DEFAULT_RUNNER_API_KEY', 'services.runner.env.API_TOKEN'],
    ].map(([path, other]) => `${path}: differs from ${other}: both are the same credential, so set only ${other}`),
  ],
  [
    'keys that are none',
    services({
      sshGateway: { sshKeys: { privClientSSHKey: base64('-----BEGIN'), privGatewaySSHKey: base64('-----BEGIN') } },
    }),
    ['privClientSSHKey', 'privGatewaySSHKey'].map(
      (name) => `${KEYS}.${name}: its base64 text is not PEM (expected -----BEGIN PRIVATE KEY-----)`,
    ),
  ],
  [
    'keys of a gateway that is off',
    services({ sshGateway: { enabled: false, sshKeys: { privClientSSHKey: base64('-----BEGIN') } } }),
    [],
  ],
  [
    'runners that let another key in than that of the gateway',
    services({ runner: { env: { SSH_PUBLIC_KEY: 'ssh-ed25519 AAAA' } } }),
    [
      `services.runner.env.SSH_PUBLIC_KEY: differs from ${KEYS}.pubClientSSHKey: the gateway could not log in to sandboxes`,
    ],
  ],
  [
    'the key of the gateway, with a line break',
    services({ runner: { env: { SSH_PUBLIC_KEY: 'UFVCLUNMSUVOVA==\n' } } }),
    [],
  ],
])('%s', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test('credentials in a Secret conflict with those in the values', () => {
  expect(problems({ credentials: { existingSecret: 'own' } })).toEqual(
    [
      'services.api.env.ENCRYPTION_KEY',
      'services.api.env.ENCRYPTION_SALT',
      'services.api.env.ADMIN_API_KEY',
      'services.proxy.env.PROXY_API_KEY',
      'services.sshGateway.apiKey',
      `${KEYS}.privClientSSHKey`,
      `${KEYS}.pubClientSSHKey`,
      `${KEYS}.privGatewaySSHKey`,
      'services.runnermanager.env.API_TOKEN',
      'services.runner.env.SYSTEM_API_TOKEN',
      'services.runner.env.API_TOKEN',
    ].map((path) => `${path}: conflicts with credentials.existingSecret: set only one of them`),
  );
});

test('runners in another namespace cannot read the public key from a Secret', () => {
  const change = services({ sshGateway: { sshKeys: { pubClientSSHKey: '' } }, runner: { namespace: 'runners' } });
  expect(problems({ credentials: { existingSecret: 'own' }, ...change })).toContain(
    "services.runner.env.SSH_PUBLIC_KEY: is required with services.runner.namespace: the gateway's Secret is in another namespace",
  );
});

test('a warning about an admin user without an API key', () => {
  expect(warnings(services({ api: { env: { ADMIN_API_KEY: '' } } }))).toEqual([
    'services.api.env.ADMIN_API_KEY: is not set: the first start of the API fails once, and the admin user gets no API key (`sandbox-charts secrets daytona` generates one)',
  ]);
});
