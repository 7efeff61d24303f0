// The values that a region refuses or warns about, with the exact messages. URLs have their own test.

import { system } from '../../../charts/daytona-region';
import { merge } from '../../../lib/values/file/merge';
import { problemsOf, warningsOf } from '../../support/problems';
import {
  documented,
  everything,
  minimal,
  selfSigned,
  snapshots,
  unregistered,
  withCertManager,
  withExistingSecret,
  withRole,
} from './values';

const given = (change: object, base: object = minimal) =>
  merge(base as Record<string, unknown>, change as Record<string, unknown>);
const problems = (change: object, base?: object) => problemsOf(system, given(change, base));
const EXAMPLE = 'looks like an example from documentation: replace it with your own';
/** Without those about the credentials, which are examples from documents. */
const warningsAbout = (values: object) => warningsOf(system, values).filter((line) => !line.endsWith(EXAMPLE));
const warnings = (change: object, base?: object) => warningsAbout(given(change, base));
const proxy = (change: object) => ({ services: { proxy: change } });
const withSnapshots = { ...minimal, services: { snapshotManager: snapshots } };
const snapshot = (change: object) => ({ services: { snapshotManager: change } });
const S3 = 'services.snapshotManager.storage.s3';

test.each([
  ['minimal', minimal],
  ['with a role', withRole],
  ['with an existing Secret', withExistingSecret],
  ['self-signed', selfSigned],
  ['with cert-manager', withCertManager],
  ['unregistered', unregistered],
  ['everything', everything],
])('%s values are accepted without a warning', (_, values) => {
  expect(problemsOf(system, values)).toEqual([]);
  expect(warningsAbout(values)).toEqual([]);
});

test('the examples of the documents render, with a warning for each', () => {
  expect(problemsOf(system, documented)).toEqual([]);
  expect(warningsOf(system, documented)).toEqual(
    ['daytonaApiKey', `${S3}.accessKey`, `${S3}.secretKey`].map((path) => `${path}: ${EXAMPLE}`),
  );
});

test('all required values are reported at once', () => {
  expect(problemsOf(system, snapshot({ enabled: true, ingress: { enabled: true } }))).toEqual([
    'proxyUrl: is required (expected an http or https URL such as https://proxy.example.com; Public URL of the proxy; its hosts, port and cookie domain are derived from it)',
    'daytonaApiUrl: is required (expected an http or https URL without a user name, query or fragment; URL of the Daytona API)',
    'regionName: is required for registration (2 to 255 letters, digits, "_", "." and "-")',
    'daytonaApiKey: is required for registration (or set registration.existingSecret)',
    `${S3}.region: is required for the snapshot manager`,
    `${S3}.bucket: is required for the snapshot manager`,
    'services.snapshotManager.ingress.hostname: is required for the Ingress of the snapshot manager',
  ]);
});

test('without registration, its name and key are not required', () => {
  expect(problemsOf(system, unregistered)).toEqual([]);
});

test.each(['eu', 'eu-west-region', 'EU_1.a', 'x'.repeat(255)])('region name %s is accepted', (regionName) => {
  expect(problems({ regionName })).toEqual([]);
});

test.each(['e', 'eu west', 'eu/west', 'münchen', 'x'.repeat(256)])('region name %s is refused', (regionName) => {
  expect(problems({ regionName })).toEqual([
    expect.stringMatching(/^regionName: invalid value .* \(expected 2 to 255 letters, digits, "_", "\." and "-"\)$/),
  ]);
});

test.each([
  'api.daytona.io/api',
  'ftp://api.daytona.io',
  'https://',
  'https://user:pw@api.daytona.io',
  'https://api.daytona.io/api?x=1',
  'https://api.daytona.io/#f',
])('API URL %s is refused', (daytonaApiUrl) => {
  expect(problems({ daytonaApiUrl })).toEqual([
    `daytonaApiUrl: invalid value "${daytonaApiUrl.replace('user:pw', '***')}" (expected an http or https URL without a user name, query or fragment)`,
  ]);
});

test.each([
  ['http://snapshots.example.com/path', 'must not have a path'],
  ['snapshots.example.com:5000', 'must start with http:// or https://'],
])('URL of the snapshot manager %s is refused', (snapshotManagerUrl, message) => {
  expect(problems({ snapshotManagerUrl }, withSnapshots)).toEqual([`snapshotManagerUrl: ${message}`]);
});

test.each([
  [{ accessKey: 'AKIA' }, `${S3}.secretKey: is required with accessKey (or set neither, to use a cloud role)`],
  [{ secretKey: 'x' }, `${S3}.accessKey: is required with secretKey (or set neither, to use a cloud role)`],
  [
    { accessKey: 'AKIA', secretKey: 'x', existingSecret: 's3' },
    `${S3}.existingSecret: conflicts with accessKey and secretKey: set one or the other`,
  ],
])('S3 access %j is refused: exactly one kind is required', (s3, message) => {
  expect(problems(snapshot({ storage: { s3 } }), withSnapshots)).toEqual([message]);
});

test('a disabled snapshot manager has no required values', () => {
  expect(problems(snapshot({ ...snapshots, enabled: false, storage: {}, ingress: { enabled: true } }))).toEqual([]);
});

test.each([
  [
    proxy({ ingress: { annotations: { 'kubernetes.io/ingress.class': 'traefik' } } }),
    'services.proxy.ingress.annotations["kubernetes.io/ingress.class"]: conflicts with className (nginx): set className and remove the annotation',
  ],
  [
    proxy({ autoscaling: { enabled: true, minReplicas: 5, maxReplicas: 3 } }),
    'services.proxy.autoscaling.minReplicas: 5 exceeds maxReplicas (3)',
  ],
  [
    proxy({ autoscaling: { enabled: true, minReplicas: 0 } }),
    'services.proxy.autoscaling.minReplicas: may be 0 only with a metric of type Object or External',
  ],
  [
    proxy({ resources: { requests: { memory: '1Gi' } } }),
    'services.proxy.resources.requests.memory: request 1Gi exceeds the limit 256Mi',
  ],
  [
    proxy({ ingress: { selfSigned: true, annotations: { 'cert-manager.io/issuer': 'x' } } }),
    'services.proxy.ingress.selfSigned: conflicts with the annotation that requests a certificate from cert-manager',
  ],
  [
    { certManager: { selfSigned: true, kind: 'Issuer' } },
    'certManager.issuer: is required with certManager.selfSigned',
  ],
  [
    proxy({ extraEnv: [{ name: 'PROXY_PORT', value: '1' }] }),
    'services.proxy.extraEnv[0].name: PROXY_PORT is set by services.proxy.env.PROXY_PORT: set that value instead',
  ],
  [
    proxy({ extraEnv: [{ name: 'REDIS_PASSWORD', value: 'hunter2' }] }),
    'services.proxy.extraEnv[0].value: REDIS_PASSWORD is a credential: use valueFrom',
  ],
  [
    proxy({ extraEnv: [{ name: 'HTTPS_PROXY', value: 'http://me:hunter2@proxy:3128' }] }),
    'services.proxy.extraEnv[0].value: HTTPS_PROXY contains a password: use valueFrom',
  ],
  [
    proxy({ extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }] }),
    'services.proxy.extraVolumeMounts[0].name: is not a volume: ca',
  ],
  [
    proxy({ extraVolumes: [{ name: 'tls', emptyDir: {} }] }),
    'services.proxy.extraVolumes[0].name: is already used: tls',
  ],
  [{ regionname: 'eu' }, 'regionname: unknown key (did you mean regionName?)'],
  [proxy({ ingress: { extraHosts: [{ host: 'a.b' }] } }), expect.stringContaining('extraHosts[0].host: unknown key')],
  [
    proxy({ ingress: { extraHosts: [{ name: 'a b' }] } }),
    'services.proxy.ingress.extraHosts[0].name: invalid value "a b" (expected a host name in lowercase, optionally starting with *.)',
  ],
])('%j is refused', (change, message) => {
  expect(problems(change)).toContainEqual(message);
});

describe('certificates of the user', () => {
  const pem = {
    certificate: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
    key: '-----BEGIN PRIVATE KEY-----\ny\n-----END PRIVATE KEY-----',
  };
  const name = 'proxy.mycompany.daytona.io-tls';
  const secrets = (...list: object[]) => proxy({ ingress: { secrets: list } });

  test('a duplicate name is refused', () => {
    expect(problems(secrets({ name, ...pem }, { name, ...pem }))).toEqual([
      `services.proxy.ingress.secrets[1].name: duplicate name ${name}`,
    ]);
  });

  test('the name of a self-signed certificate is refused', () => {
    expect(problems(merge(secrets({ name, ...pem }), proxy({ ingress: { selfSigned: true } })))).toEqual([
      `services.proxy.ingress.selfSigned: conflicts with secrets: both create Secret ${name}`,
    ]);
  });

  test('text other than PEM is refused, and not repeated', () => {
    expect(problems(secrets({ name, certificate: 'hunter1', key: 'hunter2' }))).toEqual([
      'services.proxy.ingress.secrets[0].certificate: is not PEM (expected -----BEGIN CERTIFICATE-----)',
      'services.proxy.ingress.secrets[0].key: is not PEM (expected -----BEGIN PRIVATE KEY-----)',
    ]);
  });

  test('PEM without line breaks is refused', () => {
    const flat = pem.certificate.replaceAll('\n', ' ');
    expect(problems(secrets({ name, ...pem, certificate: flat }))).toEqual([
      expect.stringContaining('secrets[0].certificate: has no line breaks'),
    ]);
  });
});

test('several pods need a shared key', () => {
  expect(problems(snapshot({ replicaCount: 2, auth: { enabled: false } }), withSnapshots)).toEqual([
    'services.snapshotManager.http.secret: is required for more than one pod (at least 16 random characters, for example from `openssl rand -hex 32`; or set http.existingSecret)',
  ]);
  expect(problems(snapshot({ replicaCount: 2 }), withSnapshots)).toEqual([]);
});

test.each([
  [{ ingress: { hostname: '10.0.0.5' } }, 'services.snapshotManager.ingress.hostname: must not be an IPv4 address'],
  [
    { ingress: { hostname: 'snapshots.1' } },
    'services.snapshotManager.ingress.hostname: must have a valid host: this looks like an invalid IPv4 address',
  ],
  [
    { ingress: { hostname: 'proxy.mycompany.daytona.io' } },
    'services.snapshotManager.ingress.hostname: is also the host of the proxy: two Ingresses would claim the same path',
  ],
  [
    { http: { secret: '0123456789abcdef', existingSecret: 'x' } },
    'services.snapshotManager.http.secret: conflicts with http.existingSecret: set only one of them',
  ],
  [
    { extraEnv: [{ name: 'REGISTRY_STORAGE_S3_SECRETKEY', value: 'hunter2' }] },
    `services.snapshotManager.extraEnv[0].value: REGISTRY_STORAGE_S3_SECRETKEY is a credential: set ${S3}.secretKey, or use valueFrom`,
  ],
  [
    { http: { tls: { selfSigned: true, hostname: '10.0.0.5' } } },
    'services.snapshotManager.http.tls.hostname: must be a host name: the certificate would not be valid for an IPv4 address',
  ],
  [
    { storage: { s3: { endpoint: 'https://me:hunter2@minio:9000' } } },
    `${S3}.endpoint: invalid value "https://***@minio:9000" (expected a host, or an http or https URL without a user name)`,
  ],
  [
    { http: { secret: 'short' } },
    'services.snapshotManager.http.secret: invalid value (expected at least 16 characters)',
  ],
  [
    { logLevel: 'fatal' },
    'services.snapshotManager.logLevel: fatal is not supported by the registry (expected one of debug, info, warn, error)',
  ],
])('snapshot manager %j is refused', (change, message) => {
  expect(problems(snapshot(change), withSnapshots)).toEqual([message]);
});

test.each([
  [
    { image: { tag: '2.8.3' } },
    "services.snapshotManager.image.tag: 2.8.3 cannot use the pod's cloud role (IRSA) and uses the node's instead; version 3 can",
  ],
  [
    { auth: { enabled: false } },
    'services.snapshotManager.auth: disables the login: anyone who can reach the snapshot manager can read and replace snapshots',
  ],
  [
    { http: { tls: { secretName: 'x', selfSigned: true } } },
    'services.snapshotManager.http.tls.selfSigned: has no effect: http.tls.secretName is set',
  ],
])('snapshot manager %j causes a warning', (change, message) => {
  expect(warnings(snapshot(change), withSnapshots)).toEqual([message]);
});

test("a certificate for an IP address in the snapshot manager's URL is refused", () => {
  const values = given({ snapshotManagerUrl: 'https://10.0.0.5:5000' }, withSnapshots);
  expect(problems(snapshot({ http: { tls: { selfSigned: true } } }), values)).toEqual([
    'services.snapshotManager.http.tls.hostname: must be a host name: the certificate would not be valid for an IPv4 address',
  ]);
  expect(problems(snapshot({ http: { tls: { selfSigned: true, hostname: '*.example.com' } } }), values)).toEqual([]);
});

test('two certificates in the same Secret are refused', () => {
  const ingress = { selfSigned: true, tlsSecretName: 'shared' };
  const values = given({ services: { proxy: { ingress }, snapshotManager: { ingress } } }, withSnapshots);
  const message =
    "services.snapshotManager.ingress.tlsSecretName: must differ from the Secret of the proxy's Ingress (shared): each has its own certificate";
  expect(problems({}, values)).toEqual([message]);
  expect(problems(proxy({ ingress: { selfSigned: false } }), values)).toEqual([]);
});

test.each(['minio:9000', 'minio.example.com', 'http://minio:9000', 'https://s3.example.com/store'])(
  'endpoint %s of the bucket is accepted',
  (endpoint) => {
    expect(problems(snapshot({ storage: { s3: { endpoint } } }), withSnapshots)).toEqual([]);
  },
);

test('a snapshot manager that Daytona cannot reach causes a warning', () => {
  expect(warnings(snapshot({ ingress: { enabled: false } }), withSnapshots)).toEqual([
    'snapshotManagerUrl: is not set, and there is no Ingress or HTTPRoute to derive it from: the region is registered without a snapshot manager',
    'services.snapshotManager.auth: disables the login: anyone who can reach the snapshot manager can read and replace snapshots',
  ]);
});

test("the Helm chart's placeholder host for the snapshot manager causes a warning", () => {
  expect(warnings({ snapshotManagerUrl: 'http://snapshots.daytona.local:5000' }, withSnapshots)).toEqual([
    'snapshotManagerUrl: is snapshots.daytona.local, a placeholder from the Helm chart: set the real host, or remove the key to use that of the Ingress',
  ]);
});

test.each([
  [{ registration: { existingSecret: 'key' } }, 'daytonaApiKey: has no effect: registration.existingSecret is set'],
  [
    proxy({ env: { PROXY_API_KEY: 'x' } }),
    'services.proxy.env.PROXY_API_KEY: has no effect: registration provides the key',
  ],
  [
    { snapshotManagerUrl: 'https://snapshots.example.com' },
    'snapshotManagerUrl: has no effect: services.snapshotManager.enabled is false',
  ],
  [proxy({ existingSecret: 'x' }), 'services.proxy.existingSecret: has no effect: registration provides the key'],
  [
    proxy({ ingress: { tls: false, selfSigned: true } }),
    'services.proxy.ingress.selfSigned: has no effect: tls is false',
  ],
  [
    proxy({ ingress: { tls: false, extraTls: [{ secretName: 'x' }] } }),
    'services.proxy.ingress.extraTls: has no effect: tls is false',
  ],
  [
    proxy({
      autoscaling: { enabled: true, targetMemoryUtilizationPercentage: 80 },
      resources: { requests: { memory: null } },
    }),
    'services.proxy.autoscaling.targetMemoryUtilizationPercentage: has no effect: the container requests no memory',
  ],
])('%j causes a warning', (change, message) => {
  expect(warnings(change)).toContainEqual(message);
});

test('two keys for a manually registered region are refused', () => {
  expect(problems(proxy({ existingSecret: 'x' }), unregistered)).toEqual([
    'services.proxy.env.PROXY_API_KEY: conflicts with services.proxy.existingSecret: set only one of them',
  ]);
});

test('no message repeats a secret', () => {
  const values = {
    daytonaApiKey: ['dtn_hunter2'],
    ...snapshot({ enabled: true, storage: { s3: { secretKey: { a: 'hunter2' } } }, http: { secret: 'hunter2' } }),
  };
  expect(problems(values).join('\n')).not.toContain('hunter2');
});

describe('the daytona flavor on a store other than AWS', () => {
  const daytona = (storage: object) =>
    problems(snapshot({ flavour: 'daytona', storage: { s3: { endpoint: 'minio:9000' }, ...storage } }), withSnapshots);
  const refusals = [
    `${S3}.forcePathStyle: flavor daytona has no setting for it, and expects the bucket at bucket.endpoint: set it to false if the store supports that, or use flavor registry`,
    'services.snapshotManager.storage.redirect.disable: flavor daytona has no setting for it, and redirects clients to the store: set it to false if they can reach the store, or use flavor registry',
  ];

  test('is refused, because the image has no variables for it', () => expect(daytona({})).toEqual(refusals));

  test('is accepted if the store needs neither', () => {
    const s3 = { endpoint: 'minio:9000', forcePathStyle: false };
    expect(daytona({ s3, redirect: { disable: false } })).toEqual([]);
  });

  test('is accepted on AWS', () => expect(daytona({ s3: { endpoint: '' } })).toEqual([]));
});

test('encryption in a store other than AWS causes a warning', () => {
  expect(warnings(snapshot({ storage: { s3: { endpoint: 'minio:9000', encrypt: true } } }), withSnapshots)).toEqual([
    `${S3}.encrypt: needs a key service in the store: without one, every upload fails`,
  ]);
});

test.each(['ssh.example.com', 'https://ssh.example.com', 'ssh://u@ssh.example.com', 'ssh://ssh.example.com/x'])(
  'SSH gateway %s is refused',
  (sshGatewayUrl) => {
    expect(problems({ sshGatewayUrl }).join()).toContain('expected an ssh URL such as ssh://ssh.example.com:2222');
  },
);

test('an SSH gateway without registration causes a warning', () => {
  expect(warnings({ sshGatewayUrl: 'ssh://ssh.example.com' }, unregistered)).toContain(
    'sshGatewayUrl: has no effect: only the registration passes it to Daytona',
  );
});
