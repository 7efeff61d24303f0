// The values that peer pods refuse or warn about, with the exact messages.

import { system } from '../../../charts/peerpods';
import { PROVIDER_NAMES } from '../../../charts/peerpods/providers';
import { problemsOf, warningsOf } from '../../support/problems';
import { layered, referencing, valuesFor } from './values';

const inTheOpen = (provider: string) =>
  `providerSecrets.${provider}: is rendered as plain text: keep the output out of Git, or set secrets.mode to reference`;

const BUILD = '61b1aba91df646a663e60ab6b55c6a7dc93cd167';
const MIXED =
  'image.tag: the components are from different builds, which are not tested together: adaptor 4061f665, webhook 61b1aba91df646a663e60ab6b55c6a7dc93cd167, controller 61b1aba91df646a663e60ab6b55c6a7dc93cd167. Set all three tags to the same build';

/** Warnings, except those about the other components. */
const warnings = (values: object) => warningsOf(system, values).filter((line) => !/^(resourceCtrl|webhook)/.test(line));

test.each(PROVIDER_NAMES)('the required values of %s are sufficient', (provider) => {
  expect(problemsOf(system, valuesFor(provider))).toEqual([]);
});

test.each(PROVIDER_NAMES)('%s accepts existing Secrets without a warning', (provider) => {
  expect(problemsOf(system, referencing(provider))).toEqual([]);
  expect(warnings(referencing(provider)).filter((line) => !line.startsWith('provider:'))).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'nothing at all of Azure',
    { provider: 'azure' },
    [
      'providerConfigs.azure.AZURE_IMAGE_ID: is required for provider azure (Resource ID of the VM image)',
      'providerConfigs.azure.AZURE_REGION: is required for provider azure (Location of the pod VMs)',
      'providerConfigs.azure.AZURE_RESOURCE_GROUP: is required for provider azure (Resource group of the pod VMs)',
      'providerConfigs.azure.AZURE_SUBNET_ID: is required for provider azure (Resource ID of the subnet)',
      'providerConfigs.azure.AZURE_SUBSCRIPTION_ID: is required for provider azure (Subscription ID)',
      'providerSecrets.azure: has no credentials: the start script requires AZURE_CLIENT_ID and AZURE_TENANT_ID, unless daemonset.serviceAccount.annotations configure an identity',
    ],
  ],
  [
    'a required setting that is empty',
    layered(valuesFor('aws'), { providerConfigs: { aws: { PODVM_AMI_ID: '' } } }),
    ['providerConfigs.aws.PODVM_AMI_ID: is required for provider aws (AMI of the pod VMs)'],
  ],
  [
    'an empty libvirt address, which has a default',
    layered(valuesFor('libvirt'), { providerConfigs: { libvirt: { LIBVIRT_URI: '' } } }),
    ['providerConfigs.libvirt.LIBVIRT_URI: must not be empty: the start script requires it'],
  ],
  [
    "GCP's image, which its own list calls optional",
    layered(valuesFor('gcp'), { providerConfigs: { gcp: { PODVM_IMAGE_NAME: null } } }),
    ['providerConfigs.gcp.PODVM_IMAGE_NAME: is required for provider gcp (Compute Engine image of the pod VMs)'],
  ],
  [
    'an unknown provider',
    { provider: 'azur' },
    [`provider: invalid value "azur" (expected one of ${PROVIDER_NAMES.join(', ')}; did you mean azure?)`],
  ],
  [
    'the older name of a provider',
    { provider: 'ibmcloud-powervs', providerConfigs: { 'ibmcloud-powervs': {} } },
    [
      `provider: invalid value "ibmcloud-powervs" (expected one of ${PROVIDER_NAMES.join(', ')}; did you mean ibmcloudpowervs?)`,
      'providerConfigs.ibmcloud-powervs: unknown key (renamed to providerConfigs.ibmcloudpowervs)',
    ],
  ],
  [
    'values that the adaptor would ignore',
    layered(valuesFor('aws'), {
      providerConfigs: {
        aws: {
          PROXY_TIMEOUT: 5,
          VXLAN_PORT: 99999,
          USE_PUBLIC_IP: 'yes',
          TAGS: 'a',
          PROBE_PORT: 'x',
          ROOT_VOLUME_SIZE: '',
        },
      },
    }),
    [
      'providerConfigs.aws.TAGS: invalid value "a" (expected comma-separated key=value pairs); the adaptor would not accept it',
      'providerConfigs.aws.USE_PUBLIC_IP: invalid value "yes" (expected true or false); the adaptor would not accept it',
      'providerConfigs.aws.PROXY_TIMEOUT: invalid value "5" (expected a duration with a unit, such as 5m or 90s); the adaptor would not accept it',
      'providerConfigs.aws.VXLAN_PORT: invalid value "99999" (expected a port from 1 to 65535); the adaptor would not accept it',
      'providerConfigs.aws.PROBE_PORT: invalid value "x" (expected a port from 1 to 65535); the adaptor would not accept it',
    ],
  ],
  [
    'a key that is not a variable name',
    layered(valuesFor('aws'), { providerConfigs: { aws: { 'bad key!': 'x' } } }),
    ['providerConfigs.aws["bad key!"]: invalid key (expected the name of an environment variable)'],
  ],
  [
    'lists and maps where text belongs',
    layered(valuesFor('aws'), {
      providerConfigs: { aws: { TAGS: ['a=b'] } },
      providerSecrets: { aws: { X: { y: 'z' } } },
    }),
    [
      'providerConfigs.aws.TAGS: must not be a list (expected a string)',
      'providerSecrets.aws.X: must not be a map (expected a string)',
    ],
  ],
  [
    'credentials in a ConfigMap',
    layered(valuesFor('aws'), {
      providerConfigs: {
        aws: { AWS_SECRET_ACCESS_KEY: 's3cret', MY_PASSWORD: 's3cret', MY_URL: 'https://me:s3cret@host' },
      },
      providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: null } },
    }),
    [
      'providerConfigs.aws.AWS_SECRET_ACCESS_KEY: is a credential, which a ConfigMap would expose: set it in providerSecrets.aws',
      'providerConfigs.aws.MY_PASSWORD: is a credential, which a ConfigMap would expose: set it in providerSecrets.aws',
      'providerConfigs.aws.MY_URL: contains a password, which a ConfigMap would expose: set it in providerSecrets.aws',
    ],
  ],
  [
    'one name in ConfigMap and Secret',
    layered(valuesFor('azure'), { providerConfigs: { azure: { AZURE_CLIENT_ID: 'other' } } }),
    ['providerSecrets.azure.AZURE_CLIENT_ID: is also in providerConfigs.azure, which would take precedence'],
  ],
  [
    'a variable of the ConfigMap in the Secret',
    layered(valuesFor('aws'), { providerSecrets: { aws: { CLOUD_PROVIDER: 'gcp', PEERPODS_LIMIT_PER_NODE: '3' } } }),
    [
      "providerSecrets.aws.CLOUD_PROVIDER: is also in the chart's own settings, which would take precedence",
      "providerSecrets.aws.PEERPODS_LIMIT_PER_NODE: is also in the chart's own settings, which would take precedence",
    ],
  ],
  [
    'variables that contradict the values that they come from',
    layered(valuesFor('aws'), {
      providerConfigs: { aws: { CLOUD_PROVIDER: 'gcp', RUNTIMECLASS_NAME: 'kata', TLS_MIN_VERSION: 'VersionTLS12' } },
      tlsProfile: { minVersion: 'VersionTLS13' },
    }),
    [
      'providerConfigs.aws.CLOUD_PROVIDER: is derived from provider (aws): set provider instead',
      'providerConfigs.aws.RUNTIMECLASS_NAME: is derived from webhook.webhook.targetRuntimeClass (kata-remote): set webhook.webhook.targetRuntimeClass instead',
      'providerConfigs.aws.TLS_MIN_VERSION: is derived from tlsProfile.minVersion (VersionTLS13): set tlsProfile.minVersion instead',
    ],
  ],
  [
    'a TLS version that does not exist',
    layered(valuesFor('aws'), { tlsProfile: { minVersion: 'bogus' } }),
    ['tlsProfile.minVersion: invalid value "bogus" (expected one of "", VersionTLS12, VersionTLS13)'],
  ],
  [
    'cipher suites with TLS 1.3',
    layered(valuesFor('aws'), { tlsProfile: { minVersion: 'VersionTLS13', cipherSuites: 'TLS_AES_128_GCM_SHA256' } }),
    [
      'tlsProfile.cipherSuites: must be empty with VersionTLS13, whose cipher suites are fixed: the adaptor would not start',
    ],
  ],
  [
    'the same as variables',
    layered(valuesFor('aws'), {
      providerConfigs: { aws: { TLS_MIN_VERSION: 'VersionTLS13', TLS_CIPHER_SUITES: 'TLS_AES_128_GCM_SHA256' } },
    }),
    [
      'providerConfigs.aws.TLS_CIPHER_SUITES: must be empty with VersionTLS13, whose cipher suites are fixed: the adaptor would not start',
    ],
  ],
  [
    'cipher suites that the adaptor does not know, as a variable',
    layered(valuesFor('aws'), { providerConfigs: { aws: { TLS_CIPHER_SUITES: 'ECDHE-RSA-AES128-GCM-SHA256' } } }),
    [
      'providerConfigs.aws.TLS_CIPHER_SUITES: invalid value "ECDHE-RSA-AES128-GCM-SHA256" (expected comma-separated names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, without spaces); the adaptor would not accept it',
    ],
  ],
  [
    'half a login',
    layered(valuesFor('aws'), { providerSecrets: { aws: { AWS_SECRET_ACCESS_KEY: '' } } }),
    [
      'providerSecrets.aws: has no credentials: the start script requires AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, unless daemonset.serviceAccount.annotations configure an identity',
    ],
  ],
  [
    'an identity where the start script knows none',
    layered(valuesFor('gcp'), {
      providerSecrets: { gcp: null },
      daemonset: { serviceAccount: { annotations: { 'iam.gke.io/gcp-service-account': 'a' } } },
    }),
    ['providerSecrets.gcp: has no credentials: the start script requires GCP_CREDENTIALS'],
  ],
])('%s: refused', (_name, values, problems) => {
  expect(problemsOf(system, values)).toEqual(problems);
});

test.each<[string, object, string[]]>([
  [
    'a mode that does not exist',
    layered(valuesFor('aws'), { secrets: { mode: 'refrence' } }),
    ['secrets.mode: invalid value "refrence" (expected one of create, reference; did you mean reference?)'],
  ],
  [
    'a reference to nothing',
    referencing('aws', {}),
    [
      'secrets.existingSecretName: is required with secrets.mode reference; for a workload identity without a Secret, use mode create',
    ],
  ],
  [
    'no keys for the VMs of byom',
    referencing('byom', {}),
    [
      'secrets.existingSshKeySecretName: is required with secrets.mode reference (or set existingSecretName); without SSH keys, use mode create',
    ],
  ],
  [
    'credentials and a reference, for any provider',
    layered(referencing('aws'), {
      providerSecrets: { aws: { AWS_ACCESS_KEY_ID: 'a' }, gcp: { GCP_CREDENTIALS: 'b' } },
      secrets: { tlsCerts: { clientKey: '-----BEGIN KEY-----' } },
    }),
    [
      'providerSecrets.aws.AWS_ACCESS_KEY_ID: conflicts with secrets.mode reference: add it to the existing Secret',
      'providerSecrets.gcp.GCP_CREDENTIALS: conflicts with secrets.mode reference: add it to the existing Secret',
      'secrets.tlsCerts.clientKey: conflicts with secrets.mode reference: add it to the existing Secret',
    ],
  ],
  [
    'half of an SSH key',
    layered(valuesFor('byom'), { providerSecrets: { byom: { id_rsa_pub: '' } } }),
    [
      'providerSecrets.byom.id_rsa_pub: is also required: an SSH key for the machines consists of id_rsa and id_rsa_pub',
    ],
  ],
  [
    'the other half',
    layered(valuesFor('byom'), { providerSecrets: { byom: { id_rsa: null } } }),
    ['providerSecrets.byom.id_rsa: is also required: an SSH key for the machines consists of id_rsa and id_rsa_pub'],
  ],
  [
    'one of three certificates',
    layered(valuesFor('aws'), { secrets: { tlsCerts: { caCert: '-----BEGIN CERTIFICATE-----\nx' } } }),
    [
      'secrets.tlsCerts.clientCert: is also required: set caCert, clientCert and clientKey, or none of them',
      'secrets.tlsCerts.clientKey: is also required: set caCert, clientCert and clientKey, or none of them',
    ],
  ],
  [
    'an invalid certificate, without showing it',
    layered(valuesFor('aws'), { secrets: { tlsCerts: { clientKey: 's3cret' } } }),
    [
      'secrets.tlsCerts.clientKey: invalid value (expected PEM, starting with -----BEGIN (use --set-file to read it from a file))',
    ],
  ],
  [
    'paths of certificates without certificates',
    layered(valuesFor('aws'), { providerConfigs: { aws: { CACERT_FILE: '/etc/certificates/ca.crt' } } }),
    ['providerConfigs.aws.CACERT_FILE: is a file that does not exist: set secrets.tlsCerts'],
  ],
  [
    'the same with a reference',
    layered(referencing('aws'), { providerConfigs: { aws: { CERT_FILE: '/elsewhere/client.crt' } } }),
    ['providerConfigs.aws.CERT_FILE: is a file that does not exist: set secrets.existingTlsSecretName'],
  ],
  [
    'a path other than that of the certificates',
    layered(referencing('aws', { existingSecretName: 'mine', existingTlsSecretName: 'tls' }), {
      providerConfigs: { aws: { CERT_KEY: '/elsewhere/client.key', CERT_FILE: '/etc/certificates/client.crt' } },
    }),
    [
      'providerConfigs.aws.CERT_KEY: must be /etc/certificates/client.key, where the certificates are mounted: remove this key',
    ],
  ],
])('%s: refused', (_name, values, problems) => {
  expect(problemsOf(system, values)).toEqual(problems);
});

const strategy = (maxUnavailable: number | string, maxSurge: number | string) =>
  layered(valuesFor('aws'), { daemonset: { updateStrategy: { maxUnavailable, maxSurge } } });

test.each<[string, object, string[]]>([
  [
    'an update that cannot start',
    strategy(0, '0%'),
    ['daemonset.updateStrategy: maxUnavailable and maxSurge are both 0: nodes could not be updated'],
  ],
  [
    'both update strategies',
    strategy(1, 1),
    ['daemonset.updateStrategy.maxSurge: must be 0 with maxUnavailable 1: Kubernetes allows only one of them'],
  ],
  [
    'a release build for libvirt',
    layered(valuesFor('libvirt'), { image: { tag: '4061f665' } }),
    ['image.tag: 4061f665 is a release build, which does not support libvirt: use 4061f665-dev'],
  ],
  ...['', 'latest', BUILD, `${BUILD}-dev`, 'v0.22.0', '0.23.1'].map((tag): [string, object, string[]] => [
    `Docker with the tag "${tag}"`,
    layered(valuesFor('docker'), { image: { tag } }),
    [
      'provider: cloud-api-adaptor v0.22.0 removed Docker (for tests): the adaptor would print its usage and exit. Set image.tag to f5dd0b2657a76482c6acabe0285cc87eb5d49473-dev, the image of v0.21.1, which was the last with it, or image.name to a build of your own',
    ],
  ]),
  [
    'vSphere with a version that still has Docker',
    layered(valuesFor('vsphere'), { image: { tag: 'v0.18.0' } }),
    [
      'provider: cloud-api-adaptor v0.18.0 removed VMware vSphere: the adaptor would print its usage and exit. Set image.tag to e205a788d6d3ad619bd8b0896c6a847b05c0f745, the image of v0.17.0, which was the last with it, or image.name to a build of your own',
    ],
  ],
  [
    'a digest as tag',
    layered(valuesFor('aws'), { image: { tag: `sha256:${'a'.repeat(64)}` } }),
    [`image.tag: invalid value "sha256:${'a'.repeat(49)}... (expected an image tag (put a digest in digest))`],
  ],
  [
    'the service account of every pod',
    layered(valuesFor('aws'), { daemonset: { serviceAccount: { create: false } } }),
    [
      'daemonset.serviceAccount.name: is required if daemonset.serviceAccount.create is false: otherwise all pods of the namespace that run as "default" would get the permissions too',
    ],
  ],
  [
    'marks for a namespace that is not created',
    layered(valuesFor('aws'), { helmOwnership: true }),
    ['helmOwnership: requires createNamespace: only a rendered namespace can be labeled'],
  ],
  [
    'a request above its limit',
    layered(valuesFor('aws'), { daemonset: { resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } } }),
    ['daemonset.resources.requests.cpu: request 2 exceeds the limit 1'],
  ],
  [
    'misspelt switches',
    layered(valuesFor('aws'), { webhok: { enabled: false }, secrets: { mod: 'create' } }),
    ['webhok: unknown key (did you mean webhook?)', 'secrets.mod: unknown key (did you mean mode?)'],
  ],
])('%s: refused', (_name, values, problems) => {
  expect(problemsOf(system, values).sort()).toEqual(problems.sort());
});

test.each<[string, object, string[]]>([
  ['credentials among the values', valuesFor('aws'), [inTheOpen('aws')]],
  [
    'a private key for TLS',
    layered(valuesFor('docker'), {
      secrets: {
        tlsCerts: {
          caCert: '-----BEGIN CERTIFICATE-----\na',
          clientCert: '-----BEGIN CERTIFICATE-----\nb',
          clientKey: '-----BEGIN PRIVATE KEY-----\nc',
        },
      },
    }),
    [
      'provider: cloud-api-adaptor v0.22.0 removed Docker (for tests): older images are not tested with the other components',
      'secrets.tlsCerts.clientKey: is rendered as plain text: keep the output out of Git, or set secrets.mode to reference',
    ],
  ],
  [
    'an adaptor from a different build than the webhook',
    layered(referencing('aws'), { image: { tag: '4061f665' } }),
    [MIXED],
  ],
  [
    'components from one other build',
    layered(referencing('libvirt'), {
      image: { tag: '4061f665-dev' },
      webhook: { image: { tag: '4061f665' } },
      resourceCtrl: { image: { tag: '4061f665' } },
    }),
    [],
  ],
  [
    'disabled components from another build',
    layered(referencing('aws'), {
      image: { tag: '4061f665' },
      webhook: { enabled: false },
      resourceCtrl: { enabled: false },
    }),
    [],
  ],
  [
    'a custom adaptor',
    layered(referencing('docker'), { image: { name: 'registry.example.com/caa', tag: 'mine' } }),
    [
      'provider: cloud-api-adaptor v0.22.0 removed Docker (for tests): older images are not tested with the other components',
    ],
  ],
  [
    'a custom adaptor next to the components from one build',
    layered(referencing('aws'), { image: { name: 'registry.example.com/caa', tag: 'mine' } }),
    [],
  ],
  [
    'a pinned webhook next to the other components',
    layered(referencing('aws'), { webhook: { image: { tag: 'mine', digest: `sha256:${'a'.repeat(64)}` } } }),
    [],
  ],
  [
    'names that look misspelled',
    layered(referencing('aws'), { providerConfigs: { aws: { AWS_REGOIN: 'x', MY_OWN: 'y' } } }),
    ['providerConfigs.aws.AWS_REGOIN: unknown variable, passed unchanged (did you mean AWS_REGION?)'],
  ],
  [
    'a misspelled key of a Secret',
    layered(valuesFor('aws'), { providerSecrets: { aws: { AWS_SESION_TOKEN: 'x' } } }),
    [
      'providerSecrets.aws.AWS_SESION_TOKEN: unknown variable, passed unchanged (did you mean AWS_SESSION_TOKEN?)',
      inTheOpen('aws'),
    ],
  ],
  [
    'the default connection of libvirt',
    { provider: 'libvirt' },
    ['providerConfigs.libvirt.LIBVIRT_URI: is not set: the default logs in as root and accepts any host key'],
  ],
  [
    'a connection of libvirt in the Secret, and nothing else',
    { provider: 'libvirt', providerSecrets: { libvirt: { LIBVIRT_URI: 'qemu+tcp://me:s3cret@host/system' } } },
    [inTheOpen('libvirt')],
  ],
  [
    'settings of a provider other than the selected one',
    { providerConfigs: { docker: { DOCKER_API_VERSION: '1.44' } } },
    [
      'providerConfigs.libvirt.LIBVIRT_URI: is not set: the default logs in as root and accepts any host key',
      'provider: is libvirt, but there are only settings for docker',
    ],
  ],
  [
    'no slots although the webhook asks for them',
    layered(referencing('aws'), { limit: 0 }),
    ['limit: nodes advertise no VMs, but the webhook makes every peer pod request one: no peer pod could be scheduled'],
  ],
  [
    'the same as a variable',
    layered(referencing('aws'), { providerConfigs: { aws: { PEERPODS_LIMIT_PER_NODE: '-1' } } }),
    [
      'providerConfigs.aws.PEERPODS_LIMIT_PER_NODE: nodes advertise no VMs, but the webhook makes every peer pod request one: no peer pod could be scheduled',
    ],
  ],
  [
    'names of Secrets that mode create does not read',
    layered(valuesFor('aws'), { secrets: { existingSecretName: 'mine' } }),
    ['secrets.existingSecretName: has no effect: secrets.mode is create', inTheOpen('aws')],
  ],
  [
    'SSH keys for a provider without SSH',
    referencing('aws', { existingSecretName: 'mine', existingSshKeySecretName: 'ssh' }),
    ['secrets.existingSshKeySecretName: has no effect: aws uses no SSH keys'],
  ],
  [
    'VMs without a login',
    layered(valuesFor('byom'), { providerSecrets: { byom: null } }),
    [
      'providerSecrets.byom: contains no SSH key: the adaptor cannot log in to the machines unless you create a Secret ssh-key-secret',
    ],
  ],
  [
    'an SSH key whose last line break was lost',
    layered(valuesFor('libvirt'), {
      providerSecrets: {
        libvirt: { id_rsa: '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----' },
      },
    }),
    [inTheOpen('libvirt'), 'providerSecrets.libvirt.id_rsa: must end with a line break: otherwise SSH cannot read it'],
  ],
  [
    'RRSA elsewhere',
    layered(referencing('aws'), { alibabacloud: { rrsa: { enable: true } } }),
    ['alibabacloud.rrsa.enable: has no effect: provider is aws'],
  ],
  [
    'RRSA without a role',
    layered(valuesFor('alibabacloud'), {
      providerSecrets: { alibabacloud: null },
      alibabacloud: { rrsa: { enable: true } },
    }),
    [
      'providerConfigs.alibabacloud.ALIBABA_CLOUD_ROLE_ARN: is not set: with RRSA, you must provide it to the pod in another way',
      'providerConfigs.alibabacloud.ALIBABA_CLOUD_OIDC_PROVIDER_ARN: is not set: with RRSA, you must provide it to the pod in another way',
    ],
  ],
  [
    'a dev build where a release build does',
    layered(referencing('aws'), {
      image: { tag: 'dev-4061f665' },
      webhook: { image: { tag: '4061f665' } },
      resourceCtrl: { image: { tag: '4061f665' } },
    }),
    ['image.tag: dev-4061f665 is a dev build: for aws, the release build 4061f665 is enough'],
  ],
  [
    'certificates that must be in the image',
    layered(referencing('aws'), {
      providerConfigs: { aws: { CACERT_FILE: '/own/ca', CERT_FILE: '/own/crt', CERT_KEY: '/own/key' } },
    }),
    ['CACERT_FILE', 'CERT_FILE', 'CERT_KEY'].map(
      (name) => `providerConfigs.aws.${name}: is a file that must exist in the image`,
    ),
  ],
])('%s: warning', (_name, values, lines) => {
  expect(problemsOf(system, values)).toEqual([]);
  expect(warnings(values)).toEqual(lines);
});

test('a cloud identity only for the adaptor leaves the controller without a login', () => {
  const serviceAccount = { annotations: { 'eks.amazonaws.com/role-arn': 'a' } };
  const values = layered(valuesFor('aws'), { providerSecrets: { aws: null }, daemonset: { serviceAccount } });
  expect(warningsOf(system, values)).toEqual([
    'resourceCtrl.serviceAccount.annotations: configure no identity, unlike those of daemonset: peerpod-ctrl has no credentials to remove VMs',
  ]);
  expect(warningsOf(system, layered(values, { resourceCtrl: { serviceAccount } }))).toEqual([]);
});

test.each([
  [
    'annotations of the account',
    { daemonset: { serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'a' } } } },
  ],
  ['an existing service account', { daemonset: { serviceAccount: { create: false, name: 'mine' } } }],
  ['variables for a role', { providerConfigs: { aws: { AWS_ROLE_ARN: 'a', AWS_WEB_IDENTITY_TOKEN_FILE: '/t' } } }],
])('%s replace a login', (_name, values) => {
  expect(problemsOf(system, layered(valuesFor('aws'), { providerSecrets: { aws: null } }, values))).toEqual([]);
});
