// What the platform says about runners, their registration and the images of the services.

import { problems, warnings } from './given';

const runner = (values: object) => ({ services: { runner: values } });
const services = (values: object) => ({ services: values });
const registered = { registration: { enabled: true } };
const PUBLIC = { tag: 'v0.190.0' };

test.each<[string, object, string[]]>([
  [
    'a registration with an unknown admin user',
    services({ api: { env: { ADMIN_API_KEY: '' } }, runner: { ...registered, image: PUBLIC } }),
    [
      'services.api.env.ADMIN_API_KEY: is required with services.runner.registration.enabled: runners are registered with it',
    ],
  ],
  [
    'a registration of runners whose program has no known name',
    runner(registered),
    [
      "services.runner.command: is required with services.runner.registration.enabled and a -k8s image: each runner is started with its own token, so name the image's program. The runner manager of that line may register its runners itself",
    ],
  ],
  ['a registration of runners with a command', runner({ ...registered, command: ['/runner'] }), []],
  [
    'a registration with the older API of runners',
    services({
      api: { env: { DEFAULT_RUNNER_API_VERSION: '0', DEFAULT_RUNNER_NAME: '' } },
      runner: { ...registered, image: PUBLIC },
    }),
    [
      'services.api.env.DEFAULT_RUNNER_API_VERSION: conflicts with services.runner.registration.enabled: registered runners poll the API for work, which is version 2',
    ],
  ],
  [
    'a first runner whose addresses are missing',
    services({ api: { env: { DEFAULT_RUNNER_API_VERSION: '0', DEFAULT_RUNNER_NAME: 'first' } } }),
    ['DEFAULT_RUNNER_DOMAIN', 'DEFAULT_RUNNER_API_URL', 'DEFAULT_RUNNER_PROXY_URL'].map(
      (name) => `services.api.env.${name}: is required with DEFAULT_RUNNER_API_VERSION 0: the API calls it`,
    ),
  ],
  [
    'two servers on one port of the node',
    runner({ env: { API_PORT: 2220 } }),
    [
      'services.runner.env.SSH_GATEWAY_PORT: must differ from services.runner.env.API_PORT (2220): both are ports on the node',
    ],
  ],
  ['two servers on one port, one of them off', runner({ env: { API_PORT: 2220, SSH_GATEWAY_ENABLE: 'false' } }), []],
  [
    'runners where the manager does not look for them',
    services({ runner: { namespace: 'runners' }, runnermanager: { env: { PROVIDER_NAMESPACE: 'others' } } }),
    [
      'services.runnermanager.env.PROVIDER_NAMESPACE: differs from services.runner.namespace (runners): the manager would not find the runners',
    ],
  ],
  [
    'runners that cannot read the Secret of MinIO',
    { minio: { enabled: true, user: { secretKey: '' } }, ...runner({ namespace: 'runners' }) },
    [
      "services.runner.env.AWS_SECRET_ACCESS_KEY: is required with services.runner.namespace: MinIO's Secret is in another namespace",
    ],
  ],
  [
    'an API that cannot read feature flags from a variable',
    services({ api: { image: { tag: 'v0.150.0' }, env: { OPENFEATURE_FORCE_ENABLED_FLAGS: 'a' } } }),
    [
      'services.api.env.OPENFEATURE_FORCE_ENABLED_FLAGS: is read only from v0.173.0 on: v0.150.0 reads feature flags from PostHog only',
    ],
  ],
])('%s', (_name, change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  [
    'a port that the gateway does not dial',
    runner({ env: { SSH_GATEWAY_PORT: 2222 } }),
    ['services.runner.env.SSH_GATEWAY_PORT: 2222: the SSH gateway connects to port 2220, unless your build differs'],
  ],
  [
    'a manager of virtual machines',
    services({ runnermanager: { env: { PROVIDER_TYPE: 'aws' } } }),
    ['services.runnermanager.env.PROVIDER_TYPE: is not implemented by the manager: all calls to its API would fail'],
  ],
  [
    'images that fall back to published keys',
    services({ proxy: { image: { tag: 'v0.139.9' } }, sshGateway: { image: { tag: 'v0.139.9' } } }),
    ['proxy', 'sshGateway'].map(
      (service) =>
        `services.${service}.image.tag: v0.139.9 falls back to keys that are published in its source: use a newer image`,
    ),
  ],
  ['the first images without published keys', services({ proxy: { image: { tag: 'v0.140.0' } } }), []],
  [
    'images of MinIO that need a login',
    { minio: { enabled: true } },
    [
      "minio.image.registry: quay.io refuses pulls of MinIO's images without a login since September 2026: copy them to your own registry and set global.imageRegistry, or set minio.image and minio.mcImage",
    ],
  ],
  [
    'images of MinIO in a registry of your own',
    { minio: { enabled: true }, global: { imageRegistry: 'r.acme.io' } },
    [],
  ],
  [
    'runners that the manager cannot register',
    runner({ image: PUBLIC }),
    [
      'services.runner.image.tag: v0.190.0 probably never registers with manager v0.158.4-k8s-amd64: runners from v0.183 are not compatible with the k8s line of the manager. Choose both tags from one app version, or set services.runnermanager.enabled to false and services.runner.registration.enabled to true',
    ],
  ],
])('a warning about %s', (_name, change, expected) => {
  expect(warnings(change)).toEqual(expected);
});
