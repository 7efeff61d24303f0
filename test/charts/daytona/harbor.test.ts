// The built-in Harbor, rendered alone.

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { parse } from 'yaml';
import type { Rendered } from '../../../lib/render/render';
import { merge } from '../../../lib/values/file/merge';
import { containerOf, templateOf, variablesOf } from '../../support/pods';
import { problemsOf } from '../../support/problems';
import { inventory, only, render, yamlOf } from '../../support/render';
import { given, rendered, seen, system } from './harbor-system';

const deployment = (from: Rendered, component: string) =>
  only<IDeployment>(from, 'Deployment', `daytona-harbor-${component}`);
const pod = (from: Rendered, component: string, kind = 'Deployment') =>
  templateOf(from, kind, `daytona-harbor-${component}`);
const config = (from: Rendered, component: string) =>
  only<IConfigMap>(from, 'ConfigMap', `daytona-harbor-${component}`).data ?? {};
const secretOf = (from: Rendered, name: string) =>
  Object.fromEntries(
    Object.entries(only<ISecret>(from, 'Secret', name).data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString(),
    ]),
  );
const s3 = { region: 'eu-west-1', bucket: 'images', accesskey: 'Zx81-AKIA', secretkey: 'Zx81-s3-key' };

test('renders these manifests', () => {
  expect(yamlOf(rendered())).toMatchSnapshot();
});

test('renders these manifests on S3, with external services, several pods and Trivy', () => {
  const values = merge(
    given({
      imageChartStorage: { type: 's3', s3 },
      database: { type: 'external', internal: { password: null } },
      redis: { type: 'external', external: { coreDatabaseIndex: '3' } },
      persistence: { persistentVolumeClaim: { jobservice: { jobLog: { accessMode: 'ReadWriteMany' } } } },
      updateStrategy: { type: 'RollingUpdate' },
      core: { replicas: 2 },
      portal: { replicas: 2 },
      registry: { replicas: 2 },
      jobservice: { replicas: 2 },
      trivy: { enabled: true, gitHubToken: 'Zx81-github' },
      caBundleSecretName: 'authority',
    }),
    { shared: true, global: { imageRegistry: 'ecr.acme.io' } },
  );
  expect(yamlOf(render(system, values))).toMatchSnapshot();
});

test.each([
  ['prod', {}, 'prod-harbor'],
  ['my-harbor', {}, 'my-harbor'],
  ['prod', { nameOverride: 'images' }, 'prod-images'],
  ['prod', { fullnameOverride: 'images' }, 'images'],
])('release %s with %j: object names start as in the Helm chart', (name, change, prefix) => {
  const names = inventory(rendered(change, { name })).map((line) => line.split('/')[1] ?? '');
  expect(names.filter((own) => !own.startsWith(`${prefix}-`))).toEqual([]);
  expect(seen.connection?.internalUrl).toBe(`http://${prefix}-core:80`);
});

test('workloads have the selector labels of the Helm chart, so that they can be taken over', () => {
  expect(deployment(rendered({}, { name: 'daytona' }), 'core').spec?.selector.matchLabels).toEqual({
    release: 'daytona',
    app: 'harbor',
    component: 'core',
  });
});

test('with a long release name, every name is within its limit', () => {
  expect(() => rendered({ trivy: { enabled: true } }, { name: 'r'.repeat(53) })).not.toThrow();
});

describe('addresses', () => {
  test.each([
    ['nothing', {}, 'harbor.acme.io', 'https://harbor.acme.io'],
    ['the URL', { externalURL: 'https://images.acme.io:8443' }, 'images.acme.io', 'https://images.acme.io:8443'],
    [
      'the host',
      { expose: { ingress: { hosts: { core: 'images.acme.io' } } } },
      'images.acme.io',
      'https://images.acme.io',
    ],
    ['no TLS', { expose: { tls: { enabled: false } } }, 'harbor.acme.io', 'http://harbor.acme.io'],
  ])('with %s, Ingress, core and clients agree', (_name, change, host, url) => {
    const from = rendered(change);
    expect(only<IIngress>(from, 'Ingress').spec?.rules?.[0]?.host).toBe(host);
    expect(config(from, 'core').EXT_ENDPOINT).toBe(url);
    expect(seen.connection).toMatchObject({ host, url, user: 'admin' });
  });

  test('docker connects to core, browsers to the portal', () => {
    const paths = only<IIngress>(rendered(), 'Ingress').spec?.rules?.[0]?.http?.paths ?? [];
    expect(paths.map(({ path, backend }) => [path, backend.service?.name])).toEqual([
      ['/api/', 'daytona-harbor-core'],
      ['/service/', 'daytona-harbor-core'],
      ['/v2/', 'daytona-harbor-core'],
      ['/c/', 'daytona-harbor-core'],
      ['/', 'daytona-harbor-portal'],
    ]);
  });

  test("the Ingress uses the platform's certificate, and requests it", () => {
    expect(only<IIngress>(rendered(), 'Ingress').spec?.tls).toEqual([
      { hosts: ['harbor.acme.io'], secretName: 'acme-tls' },
    ]);
    expect(seen.certificates).toMatchObject([
      { name: 'daytona-harbor-ingress', secretName: 'acme-tls', host: 'harbor.acme.io' },
    ]);
  });

  test('its own certificate wins', () => {
    const tls = { secret: { secretName: 'own-tls' } };
    expect(only<IIngress>(rendered({ expose: { tls } }), 'Ingress').spec?.tls?.[0]?.secretName).toBe('own-tls');
    expect(seen.certificates).toMatchObject([{ secretName: 'own-tls' }]);
  });

  test('the certificate can be left to the Ingress controller', () => {
    const from = rendered({ expose: { tls: { certSource: 'none' } } });
    expect(only<IIngress>(from, 'Ingress').spec?.tls).toEqual([{ hosts: ['harbor.acme.io'] }]);
    expect(seen.certificates).toEqual([]);
  });

  test('without an Ingress, no certificate is requested', () => {
    const from = rendered({ expose: { type: 'none' } });
    expect(inventory(from).filter((line) => line.startsWith('Ingress'))).toEqual([]);
    expect(seen.certificates).toEqual([]);
  });
});

describe('credentials', () => {
  test('none is outside the Secrets, with the defaults', () => {
    const others = rendered().objects.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(others)).not.toMatch(/Zx81|\$2y\$/);
  });

  test('none is outside the Secrets, with external services', () => {
    const from = render(
      system,
      merge(
        given({
          imageChartStorage: { type: 's3', s3 },
          database: { type: 'external', internal: { password: null } },
          redis: { type: 'external', external: { coreDatabaseIndex: '3' } },
          trivy: { enabled: true, gitHubToken: 'Zx81-github' },
        }),
        { shared: true },
      ),
    );
    const others = from.objects.filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(others)).not.toMatch(/Zx81|\$2y\$/);
  });

  test('each can be in a Secret that the user provides, with documented keys', () => {
    const from = rendered({
      harborAdminPassword: null,
      existingSecretAdminPassword: 'admin',
      secretKey: null,
      existingSecretSecretKey: 'encryption',
      core: {
        secret: null,
        existingSecret: 'core',
        xsrfKey: null,
        existingXsrfSecret: 'csrf',
        tokenKey: null,
        secretName: 'token',
      },
      jobservice: { secret: null, existingSecret: 'jobs' },
      registry: {
        secret: null,
        existingSecret: 'http',
        credentials: { password: null, htpasswdString: null, existingSecret: 'login' },
      },
      database: { internal: { password: null, existingSecret: 'database' } },
    });
    expect(inventory(from).filter((line) => line.startsWith('Secret'))).toEqual([]);
    expect(from.externals.map(({ name, keys }) => [name, ...keys].join(' '))).toEqual([
      'admin HARBOR_ADMIN_PASSWORD',
      'encryption secretKey',
      'core secret',
      'csrf CSRF_KEY',
      'token tls.key',
      'jobs JOBSERVICE_SECRET',
      'http REGISTRY_HTTP_SECRET',
      'login REGISTRY_PASSWD',
      'login REGISTRY_HTPASSWD',
      'database POSTGRES_PASSWORD',
      'acme-tls tls.crt tls.key',
    ]);
  });

  test("clients get a reference to the administrator's password", () => {
    rendered({ harborAdminPassword: null, existingSecretAdminPassword: 'admin', existingSecretAdminPasswordKey: 'pw' });
    expect(seen.connection?.password).toMatchObject({ secret: { name: 'admin' }, key: 'pw' });
  });
});

describe('image storage', () => {
  const storage = (from: Rendered) => parse(config(from, 'registry')['config.yml'] ?? '').storage;

  test.each([
    ['harbor.imageChartStorage', { imageChartStorage: { type: 's3', s3 } }],
    ['harbor.persistence.imageChartStorage', { persistence: { imageChartStorage: { type: 's3', s3 } } }],
    [
      'both paths together',
      { imageChartStorage: { s3 }, persistence: { imageChartStorage: { type: 's3', s3: { region: 'eu-west-1' } } } },
    ],
  ])('%s takes effect', (_name, change) => {
    const from = rendered(change);
    expect(storage(from)).toMatchObject({ s3: { region: 'eu-west-1', bucket: 'images' } });
    expect(storage(from).filesystem).toBeUndefined();
    expect(config(from, 'core').REGISTRY_STORAGE_PROVIDER_NAME).toBe('s3');
    expect(inventory(from)).not.toContain('PersistentVolumeClaim daytona/daytona-harbor-registry');
  });

  test.each(['registry', 'registryctl'])('the S3 keys reach %s', (name) => {
    const from = rendered({ imageChartStorage: { type: 's3', s3 } });
    expect(variablesOf(containerOf(pod(from, 'registry'), name))).toMatchObject({
      REGISTRY_STORAGE_S3_ACCESSKEY: 'daytona-harbor-registry/REGISTRY_STORAGE_S3_ACCESSKEY',
      REGISTRY_STORAGE_S3_SECRETKEY: 'daytona-harbor-registry/REGISTRY_STORAGE_S3_SECRETKEY',
    });
    expect(secretOf(from, 'daytona-harbor-registry')).toMatchObject({
      REGISTRY_STORAGE_S3_ACCESSKEY: 'Zx81-AKIA',
      REGISTRY_STORAGE_S3_SECRETKEY: 'Zx81-s3-key',
    });
  });

  test.each(['registry', 'registryctl'])('the keys of an existing Secret reach %s', (name) => {
    const existing = { region: 'eu-west-1', bucket: 'images', existingSecret: 'harbor-s3-secret' };
    const from = rendered({ imageChartStorage: { type: 's3', s3: existing } });
    expect(variablesOf(containerOf(pod(from, 'registry'), name))).toMatchObject({
      REGISTRY_STORAGE_S3_ACCESSKEY: 'harbor-s3-secret/REGISTRY_STORAGE_S3_ACCESSKEY',
      REGISTRY_STORAGE_S3_SECRETKEY: 'harbor-s3-secret/REGISTRY_STORAGE_S3_SECRETKEY',
    });
  });

  test('every S3 setting is passed on, including false, and nothing that is not set', () => {
    const change = { ...s3, regionendpoint: 'http://minio:9000', secure: false, chunksize: 5242880, encrypt: true };
    expect(storage(rendered({ imageChartStorage: { type: 's3', disableredirect: true, s3: change } }))).toMatchObject({
      s3: {
        region: 'eu-west-1',
        bucket: 'images',
        regionendpoint: 'http://minio:9000',
        secure: false,
        chunksize: 5242880,
        encrypt: true,
      },
      redirect: { disable: true },
    });
    expect(Object.keys(storage(rendered({ imageChartStorage: { type: 's3', s3 } })).s3)).toEqual(['region', 'bucket']);
  });

  test('Azure: the key is a variable that overrides the configuration', () => {
    const azure = { accountname: 'acme', container: 'images', accountkey: 'Zx81-azure' };
    const from = rendered({ imageChartStorage: { type: 'azure', azure } });
    expect(storage(from).azure).toEqual({ accountname: 'acme', container: 'images' });
    expect(variablesOf(containerOf(pod(from, 'registry'), 'registry'))).toMatchObject({
      REGISTRY_STORAGE_AZURE_ACCOUNTKEY: 'daytona-harbor-registry/AZURE_STORAGE_ACCESS_KEY',
    });
  });

  test('Google: the key file is mounted where the configuration expects it', () => {
    const encodedkey = Buffer.from('{"type":"service_account"}').toString('base64');
    const from = rendered({ imageChartStorage: { type: 'gcs', gcs: { bucket: 'images', encodedkey } } });
    expect(storage(from).gcs).toEqual({ bucket: 'images', keyfile: '/etc/registry/gcs-key.json' });
    expect(secretOf(from, 'daytona-harbor-registry').GCS_KEY_DATA).toBe('{"type":"service_account"}');
    for (const name of ['registry', 'registryctl']) {
      expect(containerOf(pod(from, 'registry'), name).volumeMounts).toContainEqual({
        name: 'gcs-key',
        mountPath: '/etc/registry/gcs-key.json',
        subPath: 'gcs-key.json',
        readOnly: true,
      });
    }
  });

  test("Google's workload identity needs no key", () => {
    const from = rendered({ imageChartStorage: { type: 'gcs', gcs: { bucket: 'images', useWorkloadIdentity: true } } });
    expect(storage(from).gcs).toEqual({ bucket: 'images' });
  });

  test('a volume is kept when the release is deleted, unless the user sets otherwise', () => {
    const annotations = (change: object) =>
      only<IPersistentVolumeClaim>(rendered(change), 'PersistentVolumeClaim', 'daytona-harbor-registry').metadata
        ?.annotations;
    expect(annotations({})).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'helm.sh/resource-policy': 'keep',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    expect(annotations({ persistence: { resourcePolicy: '' } })).toBeUndefined();
  });

  test('every claim setting has an effect', () => {
    const claim = { storageClass: 'gp3', size: '20Gi', accessMode: 'ReadWriteMany', subPath: 'images' };
    const from = rendered({ persistence: { persistentVolumeClaim: { registry: claim } } });
    expect(only<IPersistentVolumeClaim>(from, 'PersistentVolumeClaim', 'daytona-harbor-registry').spec).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'gp3',
      resources: { requests: { storage: '20Gi' } },
    });
    expect(containerOf(pod(from, 'registry'), 'registryctl').volumeMounts).toContainEqual({
      name: 'registry-data',
      mountPath: '/storage',
      subPath: 'images',
    });
  });
});

describe('database and Redis', () => {
  test('external: no server in the cluster, and core gets the address', () => {
    const external = { host: 'db.acme.io', port: 5433, username: 'harbor', password: 'Zx81-db', sslmode: 'require' };
    const from = rendered({ database: { type: 'external', internal: { password: null }, external } });
    expect(inventory(from).filter((line) => line.endsWith('-database'))).toEqual([
      'Secret daytona/daytona-harbor-database',
    ]);
    expect(config(from, 'core')).toMatchObject({
      POSTGRESQL_HOST: 'db.acme.io',
      POSTGRESQL_PORT: '5433',
      POSTGRESQL_USERNAME: 'harbor',
      POSTGRESQL_DATABASE: 'registry',
      POSTGRESQL_SSLMODE: 'require',
    });
    expect(variablesOf(containerOf(pod(from, 'core'), 'core'))).toMatchObject({
      POSTGRESQL_PASSWORD: 'daytona-harbor-database/password',
    });
  });

  test("the platform's: with Harbor's own database and index", () => {
    const values = merge(
      given({
        database: { type: 'external', internal: { password: null }, external: { coreDatabase: 'harbor' } },
        redis: { type: 'external', external: { coreDatabaseIndex: 4, jobserviceDatabaseIndex: 5 } },
      }),
      { shared: true },
    );
    const from = render(system, values);
    expect(config(from, 'core')).toMatchObject({
      POSTGRESQL_HOST: 'db.acme.io',
      POSTGRESQL_PORT: '5433',
      POSTGRESQL_USERNAME: 'daytona',
      POSTGRESQL_DATABASE: 'harbor',
      POSTGRESQL_SSLMODE: 'verify-full',
    });
    expect(variablesOf(containerOf(pod(from, 'core'), 'core')).POSTGRESQL_PASSWORD).toBe('rds/database-password');
    expect(secretOf(from, 'daytona-harbor-redis-urls')).toEqual({
      REDIS_PASSWORD: 'Zx81/redis@pw',
      _REDIS_URL_CORE: 'rediss://:Zx81%2Fredis%40pw@redis.acme.io:6380/4',
      _REDIS_URL_REG: 'rediss://:Zx81%2Fredis%40pw@redis.acme.io:6380/2?idle_timeout_seconds=30',
      JOB_SERVICE_POOL_REDIS_URL: 'rediss://:Zx81%2Fredis%40pw@redis.acme.io:6380/5',
    });
    expect(parse(config(from, 'registry')['config.yml'] ?? '').redis).toMatchObject({
      addr: 'redis.acme.io:6380',
      db: 2,
      enableTLS: true,
    });
    expect(variablesOf(containerOf(pod(from, 'registry'), 'registry'))).toMatchObject({
      REGISTRY_REDIS_PASSWORD: 'daytona-harbor-redis-urls/REDIS_PASSWORD',
      REGISTRY_REDIS_ENABLETLS: 'true',
    });
  });

  test('the kubelet adds a password from an existing Secret to the URLs', () => {
    const external = { addr: 'r1:26379,r2:26379', sentinelMasterSet: 'main', existingSecret: 'redis' };
    const from = rendered({ redis: { type: 'external', external }, trivy: { enabled: true } });
    expect(Object.entries(variablesOf(containerOf(pod(from, 'core'), 'core'))).slice(0, 3)).toEqual([
      ['REDIS_PASSWORD', 'redis/REDIS_PASSWORD'],
      ['_REDIS_URL_CORE', 'redis+sentinel://:$(REDIS_PASSWORD)@r1:26379,r2:26379/main/0'],
      ['_REDIS_URL_REG', 'redis+sentinel://:$(REDIS_PASSWORD)@r1:26379,r2:26379/main/2?idle_timeout_seconds=30'],
    ]);
    expect(parse(config(from, 'registry')['config.yml'] ?? '').redis).toMatchObject({
      addr: 'r1:26379,r2:26379',
      sentinelMasterSet: 'main',
      db: 2,
    });
    expect(Object.keys(variablesOf(containerOf(pod(from, 'jobservice'), 'jobservice'))).slice(0, 2)).toEqual([
      'REDIS_PASSWORD',
      'JOB_SERVICE_POOL_REDIS_URL',
    ]);
    expect(variablesOf(containerOf(pod(from, 'trivy', 'StatefulSet'), 'trivy'))).toMatchObject({
      SCANNER_REDIS_URL: 'redis+sentinel://:$(REDIS_PASSWORD)@r1:26379,r2:26379/main/5',
    });
  });

  test('the data directory is not accessible to the group before the database starts', () => {
    const database = only<IStatefulSet>(rendered(), 'StatefulSet', 'daytona-harbor-database');
    expect(database.spec?.template.spec?.initContainers).toMatchObject([
      {
        name: 'data-permissions-ensurer',
        command: ['/bin/sh', '-c', 'if [ -d "$PGDATA" ]; then chmod 700 "$PGDATA"; fi'],
      },
    ]);
  });

  test('the documented pod settings have an effect', () => {
    const from = rendered({
      database: {
        podLabels: { team: 'data' },
        podAnnotations: { note: 'x' },
        internal: {
          shmSizeLimit: '1Gi',
          livenessProbe: { timeoutSeconds: 9 },
          nodeSelector: { disk: 'ssd' },
          priorityClassName: null,
          serviceAccountName: 'database',
          automountServiceAccountToken: true,
          extraEnvVars: [{ name: 'TZ', value: 'UTC' }],
          extrInitContainers: [{ name: 'first', image: 'busybox:1.37.0' }],
          initContainer: { permissions: { resources: { limits: { memory: '32Mi' } } }, migrator: {} },
        },
      },
    });
    const template = pod(from, 'database', 'StatefulSet');
    const server = containerOf(template, 'database');
    expect(template.metadata).toMatchObject({ labels: { team: 'data' }, annotations: { note: 'x' } });
    expect(template.spec).toMatchObject({
      nodeSelector: { disk: 'ssd' },
      serviceAccountName: 'database',
      automountServiceAccountToken: true,
      initContainers: [
        { name: 'first', securityContext: { runAsNonRoot: true, runAsUser: 999 } },
        { name: 'data-permissions-ensurer', resources: { limits: { memory: '32Mi' } } },
      ],
    });
    expect(server.livenessProbe).toMatchObject({ timeoutSeconds: 9, initialDelaySeconds: 300 });
    expect(variablesOf(server).TZ).toBe('UTC');
    expect(template.spec.volumes).toContainEqual({
      name: 'shm-volume',
      emptyDir: { medium: 'Memory', sizeLimit: '1Gi' },
    });
  });
});

test('database, Redis, registry, jobservice and Trivy accept traffic only from their clients', () => {
  const from = rendered({ trivy: { enabled: true } });
  const policies = from.objects.filter(({ kind }) => kind === 'NetworkPolicy') as unknown as INetworkPolicy[];
  expect(
    policies.map(({ metadata, spec }) => [
      metadata?.name,
      spec?.ingress?.[0]?.ports?.map(({ port }) => port),
      spec?.ingress?.[0]?.from?.map(({ podSelector }) => podSelector?.matchLabels?.component),
    ]),
  ).toEqual([
    ['daytona-harbor-core', [8080], undefined],
    ['daytona-harbor-portal', [8080], undefined],
    ['daytona-harbor-registry', [5000, 8080], ['core', 'jobservice']],
    ['daytona-harbor-jobservice', [8080], ['core']],
    ['daytona-harbor-database', [5432], ['core', 'jobservice']],
    ['daytona-harbor-redis', [6379], ['core', 'jobservice', 'registry', 'trivy']],
    ['daytona-harbor-trivy', [8080], ['core', 'jobservice']],
  ]);
});

test('the registry applies to every image', () => {
  const values = merge(given({ trivy: { enabled: true } }), { global: { imageRegistry: 'ecr.acme.io' } });
  const images = JSON.stringify(render(system, values).objects).match(/"image":"[^"]*"/g) ?? [];
  expect(images).toHaveLength(9);
  expect(images.filter((image) => !image.startsWith('"image":"ecr.acme.io/goharbor/'))).toEqual([]);
});

test('pods with a volume are recreated, the others as configured', () => {
  const from = rendered({ updateStrategy: { type: 'RollingUpdate' } });
  const strategies = ['core', 'portal', 'registry', 'jobservice'].map(
    (component) => deployment(from, component).spec?.strategy?.type,
  );
  expect(strategies).toEqual(['RollingUpdate', 'RollingUpdate', 'Recreate', 'Recreate']);
});

test('several pods get a disruption budget', () => {
  const from = rendered({ core: { replicas: 2 } });
  expect(inventory(from).filter((line) => line.startsWith('PodDisruptionBudget'))).toEqual([
    'PodDisruptionBudget daytona/daytona-harbor-core',
  ]);
});

test("servers that connect to the outside trust the user's CA", () => {
  const from = rendered({ caBundleSecretName: 'authority', trivy: { enabled: true } });
  const trusting = ['core', 'registry', 'jobservice', 'portal'].map((component) =>
    pod(from, component).spec.containers.map(({ volumeMounts = [] }) =>
      volumeMounts.some(({ mountPath }) => mountPath === '/harbor_cust_cert/custom-ca.crt'),
    ),
  );
  expect(trusting).toEqual([[true], [true, true], [true], [false]]);
});

describe('metrics', () => {
  const from = [{ namespaceSelector: { matchLabels: { team: 'watch' } } }];
  const on = {
    metrics: {
      ...{ enabled: true, from },
      core: { path: '/m/core', port: 8101 },
      registry: { path: '/m/registry', port: 8102 },
      jobservice: { path: '/m/jobs', port: 8103 },
      serviceMonitor: { enabled: true },
    },
  };

  test('core reads where from variables', () => {
    expect(config(rendered(on), 'core')).toMatchObject({
      METRIC_ENABLE: 'true',
      METRIC_PATH: '/m/core',
      METRIC_PORT: '8101',
      METRIC_NAMESPACE: 'harbor',
      METRIC_SUBSYSTEM: 'core',
    });
  });

  test('jobservice reads where from its file, and how they are called from variables', () => {
    const from = rendered(on);
    const file = parse(config(from, 'jobservice')['config.yml'] ?? '');
    expect(file.metric).toEqual({ enabled: true, path: '/m/jobs', port: 8103 });
    expect(config(from, 'jobservice-env')).toMatchObject({
      METRIC_NAMESPACE: 'harbor',
      METRIC_SUBSYSTEM: 'jobservice',
    });
  });

  test('the registry reads where from its file', () => {
    const file = parse(config(rendered(on), 'registry')['config.yml'] ?? '');
    expect(file.http.debug).toEqual({ addr: ':8102', prometheus: { enabled: true, path: '/m/registry' } });
  });

  test.each([
    ['core', 'core', '/m/core', 8101],
    ['registry', 'registry', '/m/registry', 8102],
    ['jobservice', 'jobservice', '/m/jobs', 8103],
  ])('%s has a port in its container, Service and policy, and a monitor', (component, container, path, port) => {
    const all = rendered(on);
    const name = `daytona-harbor-${component}`;
    expect(containerOf(pod(all, component), container).ports).toContainEqual(
      expect.objectContaining({ name: 'metrics', containerPort: port }),
    );
    expect(only<IService>(all, 'Service', name).spec?.ports).toContainEqual(
      expect.objectContaining({ name: 'http-metrics', port, targetPort: 'metrics' }),
    );
    expect(only<INetworkPolicy>(all, 'NetworkPolicy', name).spec?.ingress).toContainEqual({
      from,
      ports: [{ protocol: 'TCP', port: 'metrics' }],
    });
    expect(only(all, 'ServiceMonitor', name)).toMatchObject({
      spec: { endpoints: [{ port: 'http-metrics', path }] },
    });
  });

  test('others have no policy for metrics', () => {
    const policy = only<INetworkPolicy>(rendered(on), 'NetworkPolicy', 'daytona-harbor-database');
    expect(policy.spec?.ingress).toHaveLength(1);
  });

  test.each([
    ['monitors without metrics', { metrics: { serviceMonitor: { enabled: true } } }, 'set metrics.enabled to true'],
    ['no Harbor', { enabled: false, metrics: { enabled: true } }, 'requires harbor.enabled'],
    ["core's port", { metrics: { enabled: true, core: { port: 8080 } } }, 'is used by core itself'],
    ["the Service's port", { metrics: { enabled: true, jobservice: { port: 80 } } }, 'is used by jobservice itself'],
    ["the registry's port", { metrics: { enabled: true, registry: { port: 5000 } } }, 'is used by registry itself'],
  ])('%s is refused', (_, change, message) => {
    expect(problemsOf(system, given(change)).filter((problem) => problem.includes(message))).toHaveLength(1);
  });
});
