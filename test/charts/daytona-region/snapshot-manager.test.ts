// The snapshot manager: two images with different names for the same settings, and three ways to access S3.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { system } from '../../../charts/daytona-region';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { inventory, only, render } from '../../support/render';
import { documented, minimal, snapshots, unregistered, withExistingSecret, withRole } from './values';

const NAME = 'eu-daytona-region-snapshot-manager';
const DAYTONA = { image: { repository: 'daytonaio/daytona-snapshot-manager' } };
const REGISTRY = {};

const given = (change: object = {}, base: object = { ...minimal, services: { snapshotManager: snapshots } }) => {
  const values = merge(base as Record<string, unknown>, { services: { snapshotManager: change } });
  return render(system, values, { name: 'eu', namespace: 'daytona' });
};
const podOf = (rendered: Rendered) => templateOf(rendered, 'Deployment', NAME);
const containerIn = (rendered: Rendered): IContainer => containerOf(podOf(rendered), 'snapshot-manager');
const variables = (change: object = {}, base?: object) => variablesOf(containerIn(given(change, base)));

test('it is rendered only on request', () => {
  expect(inventory(render(system, minimal)).join()).not.toContain('snapshot-manager');
});

test('the CNCF registry image: its names of all settings', () => {
  expect(variables(REGISTRY, documented)).toEqual({
    OTEL_TRACES_EXPORTER: 'none',
    REGISTRY_HTTP_ADDR: '0.0.0.0:5000',
    REGISTRY_LOG_LEVEL: 'info',
    REGISTRY_STORAGE: 's3',
    REGISTRY_STORAGE_S3_REGION: 'us-east-1',
    REGISTRY_STORAGE_S3_BUCKET: 'my-snapshots',
    REGISTRY_STORAGE_S3_ACCESSKEY: `${NAME}-s3/accessKey`,
    REGISTRY_STORAGE_S3_SECRETKEY: `${NAME}-s3/secretKey`,
    REGISTRY_STORAGE_S3_ENCRYPT: 'true',
    REGISTRY_STORAGE_S3_SECURE: 'true',
    REGISTRY_STORAGE_S3_V4AUTH: 'true',
    REGISTRY_STORAGE_DELETE_ENABLED: 'true',
    REGISTRY_STORAGE_CACHE_BLOBDESCRIPTOR: 'inmemory',
    REGISTRY_HEALTH_STORAGEDRIVER_ENABLED: 'false',
    REGISTRY_AUTH: 'htpasswd',
    REGISTRY_AUTH_HTPASSWD_REALM: 'Snapshots',
    REGISTRY_AUTH_HTPASSWD_PATH: '/etc/snapshot-manager/auth/htpasswd',
  });
});

test("Daytona's image: its names of all settings", () => {
  expect(variables(DAYTONA, documented)).toEqual({
    SNAPSHOT_MANAGER_ADDR: ':5000',
    SNAPSHOT_MANAGER_LOG_LEVEL: 'info',
    SNAPSHOT_MANAGER_STORAGE_DRIVER: 's3',
    SNAPSHOT_MANAGER_STORAGE_S3_REGION: 'us-east-1',
    SNAPSHOT_MANAGER_STORAGE_S3_BUCKET: 'my-snapshots',
    SNAPSHOT_MANAGER_STORAGE_S3_ACCESSKEY: `${NAME}-s3/accessKey`,
    SNAPSHOT_MANAGER_STORAGE_S3_SECRETKEY: `${NAME}-s3/secretKey`,
    SNAPSHOT_MANAGER_STORAGE_S3_ENCRYPT: 'true',
    SNAPSHOT_MANAGER_STORAGE_S3_SECURE: 'true',
    SNAPSHOT_MANAGER_STORAGE_DELETE_ENABLED: 'false',
    SNAPSHOT_MANAGER_CACHE_ENABLED: 'true',
    SNAPSHOT_MANAGER_CACHE_DRIVER: 'inmemory',
    SNAPSHOT_MANAGER_AUTH_TYPE: 'basic',
    SNAPSHOT_MANAGER_AUTH_USERNAME: 'eu-daytona-region-region-config/snapshotManagerUsername',
    SNAPSHOT_MANAGER_AUTH_PASSWORD: 'eu-daytona-region-region-config/snapshotManagerPassword',
  });
});

test.each([
  ['registry', 'docker.io/registry:3.0.0'],
  ['daytonaio/daytona-snapshot-manager', 'docker.io/daytonaio/daytona-snapshot-manager:v0.207.0'],
])('%s without a tag gets the default tag of its flavor', (repository, image) => {
  expect(containerIn(given({ image: { repository } })).image).toBe(image);
});

test.each([
  ['mirror/registry', '', 'REGISTRY_STORAGE'],
  ['mirror/daytona-snapshot-manager', '', 'SNAPSHOT_MANAGER_STORAGE_DRIVER'],
  ['mirror/snapshots', 'daytona', 'SNAPSHOT_MANAGER_STORAGE_DRIVER'],
  ['mirror/daytona-snapshot-manager', 'registry', 'REGISTRY_STORAGE'],
])('%s with flavor "%s" gets %s', (repository, flavor, variable) => {
  expect(variables({ flavour: flavor, image: { repository } })).toHaveProperty(variable, 's3');
});

describe.each([
  ['registry', 'REGISTRY', REGISTRY],
  ['daytona', 'SNAPSHOT_MANAGER', DAYTONA],
])('flavor %s', (_flavor, prefix, flavor) => {
  test.each([true, false])('passes on %s from the values', (value) => {
    const storage = { s3: { encrypt: value, secure: value, v4auth: value }, deleteEnabled: value };
    const rendered = variables({ ...flavor, storage });
    const names = ['STORAGE_S3_ENCRYPT', 'STORAGE_S3_SECURE', 'STORAGE_DELETE_ENABLED'];
    expect(names.map((name) => rendered[`${prefix}_${name}`])).toEqual(names.map(() => String(value)));
  });

  test('can run without its cache, and has a variable for that', () => {
    const rendered = variables({ ...flavor, cache: { enabled: false } });
    expect(rendered).not.toHaveProperty('REGISTRY_STORAGE_CACHE_BLOBDESCRIPTOR');
    expect(rendered.SNAPSHOT_MANAGER_CACHE_ENABLED).toBe(prefix === 'REGISTRY' ? undefined : 'false');
    expect(rendered.SNAPSHOT_MANAGER_CACHE_DRIVER).toBe(prefix === 'REGISTRY' ? undefined : 'inmemory');
  });

  test('has an endpoint and a root directory only if they are set', () => {
    expect(Object.keys(variables(flavor)).join()).not.toMatch(/ENDPOINT|ROOTDIRECTORY/);
    const s3 = { endpoint: 'https://minio.example.com', rootDirectory: 'snaps', forcePathStyle: false };
    const redirect = { disable: false };
    expect(variables({ ...flavor, storage: { s3, redirect } })).toMatchObject({
      [`${prefix}_STORAGE_S3_REGIONENDPOINT`]: 'https://minio.example.com',
      [`${prefix}_STORAGE_S3_ROOTDIRECTORY`]: 'snaps',
    });
  });

  test('a cloud role: no keys, and the annotation on the service account', () => {
    const rendered = given(flavor, withRole);
    expect(Object.keys(variablesOf(containerIn(rendered))).join()).not.toMatch(/ACCESSKEY|SECRETKEY/);
    expect(only<IServiceAccount>(rendered, 'ServiceAccount', NAME).metadata?.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789:role/daytona-snapshots',
    });
    expect(podOf(rendered).spec.serviceAccountName).toBe(NAME);
  });

  test('static keys are only in a Secret, and restart the pod', () => {
    const rendered = given(flavor, documented);
    const { data } = only<ISecret>(rendered, 'Secret', `${NAME}-s3`);
    expect(data).toEqual({
      accessKey: Buffer.from('AKIAXXXXXXXXXX').toString('base64'),
      secretKey: Buffer.from('your-secret-key').toString('base64'),
    });
    expect(JSON.stringify(rendered.objects)).not.toContain('AKIAXXXXXXXXXX');
    expect(Object.keys(podOf(rendered).metadata?.annotations ?? {})).toEqual([`checksum/secret-${NAME}-s3`]);
  });

  test('an existing Secret is read and not rendered', () => {
    const rendered = given(flavor, withExistingSecret);
    expect(variablesOf(containerIn(rendered))[`${prefix}_STORAGE_S3_ACCESSKEY`]).toBe('my-s3-credentials/accessKey');
    expect(inventory(rendered).join()).not.toContain('snapshot-manager-s3');
  });

  test('several pods sign uploads with the same key: the shared password', () => {
    expect(variables({ ...flavor, replicaCount: 3 })[`${prefix}_HTTP_SECRET`]).toBe(
      'eu-daytona-region-region-config/snapshotManagerPassword',
    );
    expect(variables(flavor)).not.toHaveProperty(`${prefix}_HTTP_SECRET`);
  });

  test('or the key that the user sets', () => {
    expect(variables({ ...flavor, http: { secret: '0123456789abcdef' } })[`${prefix}_HTTP_SECRET`]).toBe(
      `${NAME}-http/http-secret`,
    );
    expect(variables({ ...flavor, http: { existingSecret: 'mine' } })[`${prefix}_HTTP_SECRET`]).toBe(
      'mine/http-secret',
    );
  });

  test("a user's login wins over Daytona's", () => {
    const auth = { existingSecret: 'login', secretKeys: { username: 'user', password: 'pass' } };
    const rendered = given({ ...flavor, auth });
    const { initContainers: [init] = [] } = podOf(rendered).spec;
    const login = variablesOf(init ?? containerIn(rendered));
    expect(Object.values(login)).toEqual(expect.arrayContaining(['login/user', 'login/pass']));
  });

  test('server TLS: files, mount and HTTPS probes, and an Ingress that connects with TLS', () => {
    const rendered = given({ ...flavor, http: { tls: { secretName: 'server-tls' } } });
    const container = containerIn(rendered);
    expect(variablesOf(container)).toMatchObject({
      [`${prefix}_HTTP_TLS_CERTIFICATE`]: '/etc/snapshot-manager/tls/tls.crt',
      [`${prefix}_HTTP_TLS_KEY`]: '/etc/snapshot-manager/tls/tls.key',
    });
    expect(container.volumeMounts).toContainEqual({
      name: 'tls-certs',
      mountPath: '/etc/snapshot-manager/tls',
      readOnly: true,
    });
    expect(podOf(rendered).spec.volumes).toContainEqual({ name: 'tls-certs', secret: { secretName: 'server-tls' } });
    expect([container.livenessProbe?.httpGet?.scheme, container.readinessProbe?.httpGet?.scheme]).toEqual([
      'HTTPS',
      'HTTPS',
    ]);
    expect(only<IIngress>(rendered, 'Ingress', NAME).metadata?.annotations).toMatchObject({
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
    });
  });

  test('setting the name of the TLS Secret to null disables TLS', () => {
    const rendered = given({ ...flavor, http: { tls: { secretName: null } } });
    expect(JSON.stringify(podOf(rendered))).not.toMatch(/TLS|<no value>/);
  });
});

test.each([
  ['registry without a login', { auth: { enabled: false } }, '/v2/'],
  ['registry with a login, where /v2/ would return 401', {}, '/'],
  ['daytona', DAYTONA, '/healthz'],
  ['a path from the values', { livenessProbe: { path: '/x' }, readinessProbe: { path: '/x' } }, '/x'],
])('%s is probed where it responds', (_case, change, path) => {
  const { livenessProbe, readinessProbe } = containerIn(given(change));
  expect(livenessProbe).toEqual({
    httpGet: { path, port: 'http' },
    initialDelaySeconds: 10,
    periodSeconds: 30,
    timeoutSeconds: 5,
    failureThreshold: 3,
  });
  expect(readinessProbe).toMatchObject({ httpGet: { path }, initialDelaySeconds: 5, periodSeconds: 10 });
});

describe('the login', () => {
  test.each([
    ['it is disabled', { auth: { enabled: false } }, undefined],
    ['the region is registered without a snapshot manager', { ingress: { enabled: false } }, undefined],
    [
      'the region was registered by hand',
      {},
      { ...unregistered, services: { ...unregistered.services, snapshotManager: snapshots } },
    ],
  ])('there is none when %s', (_case, change, base) => {
    expect(variables({ ...DAYTONA, ...change }, base)).toMatchObject({ SNAPSHOT_MANAGER_AUTH_TYPE: 'none' });
    expect(Object.keys(variables(change, base)).join()).not.toContain('AUTH_');
  });

  test('for the registry, an init container that has only the login writes the file', () => {
    const { spec } = podOf(given());
    expect(spec.initContainers?.map(({ name, image }) => [name, image])).toEqual([
      ['htpasswd', 'docker.io/httpd:2.4.65-alpine'],
    ]);
    expect(variablesOf(spec.initContainers?.[0] as IContainer)).toEqual({
      USERNAME: 'eu-daytona-region-region-config/snapshotManagerUsername',
      PASSWORD: 'eu-daytona-region-region-config/snapshotManagerPassword',
      HTPASSWD_FILE: '/etc/snapshot-manager/auth/htpasswd',
    });
    expect(spec.volumes).toEqual([{ name: 'auth', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }]);
    expect(containerIn(given()).volumeMounts).toEqual([
      { name: 'auth', mountPath: '/etc/snapshot-manager/auth', readOnly: true },
    ]);
  });

  test('is hashed by a script that passes the password on standard input', () => {
    const folder = mkdtempSync(join(tmpdir(), 'htpasswd-'));
    writeFileSync(join(folder, 'htpasswd'), '#!/bin/sh\necho "$@"\ncat\n', { mode: 0o755 });
    const script = podOf(given()).spec.initContainers?.[0]?.command?.[2] ?? '';
    const file = join(folder, 'file');
    const env = { PATH: `${folder}:/usr/bin:/bin`, USERNAME: 'snapshots', PASSWORD: 'p a$$', HTPASSWD_FILE: file };
    execFileSync('sh', ['-c', script], { env });
    expect(readFileSync(file, 'utf8')).toBe('-niB snapshots\np a$$');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });
});

describe('the URL that Daytona gets', () => {
  const registeredUrl = (change: object, base: object = {}) => {
    const values = { ...minimal, ...base, services: { snapshotManager: merge(snapshots, change as never) } };
    return variablesOf(containerOf(templateOf(render(system, values), 'Job'), 'register')).SNAPSHOT_MANAGER_URL;
  };

  test.each([
    ['its Ingress', {}, {}, 'https://snapshots.mycompany.daytona.io'],
    ['its Ingress without TLS', { ingress: { tls: false } }, {}, 'http://snapshots.mycompany.daytona.io'],
    ['the values', {}, { snapshotManagerUrl: 'https://Snap.example.com:443/' }, 'https://snap.example.com'],
    ['nothing, so it gets none', { ingress: { enabled: false } }, {}, undefined],
    ['a disabled snapshot manager', { enabled: false }, { snapshotManagerUrl: 'https://a.b' }, undefined],
  ])('comes from %s', (_case, change, base, url) => {
    expect(registeredUrl(change, base)).toBe(url);
  });
});

test('its Ingress allows layers of any size, unless the user sets a limit', () => {
  const annotations = (change?: object) =>
    only<IIngress>(given({ ingress: { annotations: change } }), 'Ingress', NAME).metadata?.annotations;
  const SIZE = 'nginx.ingress.kubernetes.io/proxy-body-size';
  expect(annotations({})).toEqual({ [SIZE]: '0' });
  expect(annotations({ [SIZE]: '10g' })).toEqual({ [SIZE]: '10g' });
  expect(annotations({ [SIZE]: null })).toBeUndefined();
});

test('its Ingress serves one host', () => {
  expect(only<IIngress>(given(), 'Ingress', NAME).spec).toMatchObject({
    rules: [{ host: 'snapshots.mycompany.daytona.io' }],
    tls: [{ hosts: ['snapshots.mycompany.daytona.io'], secretName: 'snapshots.mycompany.daytona.io-tls' }],
  });
});

test('another port changes only the port of server and container', () => {
  const rendered = given({ http: { port: 5500 } });
  expect(variablesOf(containerIn(rendered)).REGISTRY_HTTP_ADDR).toBe('0.0.0.0:5500');
  expect(containerIn(rendered).ports).toEqual([{ name: 'http', containerPort: 5500, protocol: 'TCP' }]);
  expect(only<IDeployment>(rendered, 'Deployment', NAME).spec?.replicas).toBe(1);
});

describe('a store other than AWS', () => {
  const storageOf = (s3: object, storage: object = {}) => {
    const all = variables({ storage: { s3, ...storage } });
    return {
      pathStyle: all.REGISTRY_STORAGE_S3_FORCEPATHSTYLE,
      redirectOff: all.REGISTRY_STORAGE_REDIRECT_DISABLE,
      encrypt: all.REGISTRY_STORAGE_S3_ENCRYPT,
    };
  };
  const other = { pathStyle: 'true', redirectOff: 'true', encrypt: 'false' };
  const aws = { pathStyle: undefined, redirectOff: undefined, encrypt: 'true' };

  test.each(['minio:9000', 'https://minio.example.com', 'http://10.0.0.5:9000', 'https://amazonaws.com.example.com'])(
    '%s: one host for all buckets, downloads through the registry, no encryption',
    (endpoint) => expect(storageOf({ endpoint })).toEqual(other),
  );

  test.each(['', 's3.eu-central-1.amazonaws.com', 'https://s3.cn-north-1.amazonaws.com.cn'])(
    'AWS ("%s"): as before',
    (endpoint) => expect(storageOf({ endpoint })).toEqual(aws),
  );

  test('each can be set', () => {
    const s3 = { endpoint: 'minio:9000', forcePathStyle: false, encrypt: true };
    expect(storageOf(s3, { redirect: { disable: false } })).toEqual(aws);
    expect(storageOf({ forcePathStyle: true, encrypt: false }, { redirect: { disable: true } })).toEqual(other);
  });
});

test.each([
  ['3.0.0', 'none'],
  ['2.8.3', undefined],
])('registry %s exports no traces', (tag, expected) => {
  expect(variables({ image: { tag } }).OTEL_TRACES_EXPORTER).toBe(expected);
});
