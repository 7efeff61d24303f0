// Harbor's core: the API, the tokens for clients, and the access control in front of the registry.

import type { Construct } from 'constructs';
import { configMap } from '../../../../lib/k8s/secret/config';
import { container, env } from '../../../../lib/k8s/workload/container';
import { httpProbe } from '../../../../lib/k8s/workload/probes';
import { sourceOf } from '../../connections/built-in';
import type { Harbor } from '../harbor';
import { addresses, labelsOf, names, PORTS } from './components';
import { coreMetrics, metricsContainerPorts, metricsMonitor } from './metrics';
import { secretFile } from './secret-file';
import { deployment, harborPod, httpService } from './workload';

const APP_CONF = `appname = Harbor
runmode = prod
enablegzip = true

[prod]
httpport = ${PORTS.server}
`;

/** Kinds of registries that images can be pulled from on demand. */
const PROXIED =
  'docker-hub,harbor,azure-acr,ali-acr,aws-ecr,google-gcr,quay,docker-registry,github-ghcr,jfrog-artifactory';
/** Kinds of registries that images can be copied from and to. */
const REPLICATED = `${PROXIED},gitlab,huawei-SWR,tencent-tcr,volcengine-cr`;

export function core(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix, secrets } = harbor;
  const name = names(prefix).core;
  const labels = labelsOf(release, values, 'core');
  const { core: own } = values;
  configMap(scope, 'core-config', release, { name, labels, data: { 'app.conf': APP_CONF, ...settings(harbor) } });
  httpService(scope, 'core', harbor, { name, labels, port: 'http-web', component: 'core' });
  metricsMonitor(scope, harbor, 'core', { name, labels });
  const template = harborPod(scope, harbor, {
    name,
    labels,
    component: own,
    trusts: true,
    containers: [
      {
        ...container(release, 'core', own),
        envFrom: [{ configMapRef: { name } }],
        env: env({
          ...harbor.redis.core,
          POSTGRESQL_PASSWORD: harbor.database.password,
          CORE_SECRET: sourceOf(secrets.core),
          JOBSERVICE_SECRET: sourceOf(secrets.jobservice),
          REGISTRY_CREDENTIAL_PASSWORD: sourceOf(secrets.registryPassword),
          HARBOR_ADMIN_PASSWORD: sourceOf(secrets.admin),
          CSRF_KEY: sourceOf(secrets.csrf),
        }),
        ports: [
          { name: 'http', containerPort: PORTS.server, protocol: 'TCP' },
          ...metricsContainerPorts(harbor, 'core'),
        ],
        startupProbe: httpProbe(own.startupProbe, PORTS.server),
        livenessProbe: httpProbe(own.livenessProbe, PORTS.server),
        readinessProbe: httpProbe(own.readinessProbe, PORTS.server),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/core/app.conf', subPath: 'app.conf' },
          { name: 'secret-key', mountPath: '/etc/core/key', subPath: 'key' },
          { name: 'token-service-private-key', mountPath: '/etc/core/private_key.pem', subPath: 'private_key.pem' },
          { name: 'psc', mountPath: '/etc/core/token' },
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name, items: [{ key: 'app.conf', path: 'app.conf' }] } },
      ...secretFile('secret-key', secrets.encryption, 'key'),
      ...secretFile('token-service-private-key', secrets.tokenKey, 'private_key.pem'),
      { name: 'psc', emptyDir: {} },
    ],
  });
  deployment(scope, 'core', harbor, {
    name,
    labels,
    replicas: own.replicas,
    budget: own.podDisruptionBudget,
    ownsVolume: false,
    template,
  });
}

/** All settings that are not credentials. */
function settings(harbor: Harbor): Record<string, string> {
  const { values, prefix, url, database, storage } = harbor;
  const to = addresses(prefix);
  return {
    PORT: String(PORTS.server),
    LOG_LEVEL: values.logLevel,
    CONFIG_PATH: '/etc/core/app.conf',
    CHART_CACHE_DRIVER: 'redis',
    DATABASE_TYPE: 'postgresql',
    POSTGRESQL_HOST: database.host,
    POSTGRESQL_PORT: String(database.port),
    POSTGRESQL_USERNAME: database.user,
    POSTGRESQL_DATABASE: database.database,
    POSTGRESQL_SSLMODE: database.sslmode,
    POSTGRESQL_MAX_IDLE_CONNS: String(values.database.maxIdleConns),
    POSTGRESQL_MAX_OPEN_CONNS: String(values.database.maxOpenConns),
    EXT_ENDPOINT: url,
    CORE_URL: to.core,
    CORE_LOCAL_URL: `http://127.0.0.1:${PORTS.server}`,
    JOBSERVICE_URL: to.jobservice,
    REGISTRY_URL: to.registry,
    REGISTRY_CONTROLLER_URL: to.controller,
    PORTAL_URL: to.portal,
    TOKEN_SERVICE_URL: to.token,
    TRIVY_ADAPTER_URL: to.trivy,
    WITH_TRIVY: String(values.trivy.enabled),
    REGISTRY_STORAGE_PROVIDER_NAME: storage.type,
    REGISTRY_CREDENTIAL_USERNAME: values.registry.credentials.username,
    QUOTA_UPDATE_PROVIDER: 'db',
    NO_PROXY: [...Object.values(names(prefix)), '127.0.0.1', 'localhost', '.local', '.internal'].join(','),
    PERMITTED_REGISTRY_TYPES_FOR_PROXY_CACHE: PROXIED,
    REPLICATION_ADAPTER_WHITELIST: REPLICATED,
    ...coreMetrics(harbor),
  };
}
