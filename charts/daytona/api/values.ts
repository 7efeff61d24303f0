// Values of the API.

import { httpRouteValues } from '../../../lib/k8s/gateway/values';
import { ingressValues } from '../../../lib/k8s/network/ingress';
import { port, serviceValues } from '../../../lib/k8s/network/service';
import { envValues, portVariable, switchVariable, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbeValues } from '../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { credential } from '../../../lib/values/schema/credential';
import { boolean, object, text } from '../../../lib/values/schema/schema';
import { ownImageValues } from '../images/own-image';
import { policyKey, scalingKeys } from '../service-values';

/** `externalDatabase` and `externalRedis` override these; the built-in services override both. */
const connections = {
  DB_HOST: variable('Same as externalDatabase.host, which takes precedence.'),
  DB_PORT: portVariable('Same as externalDatabase.port, which takes precedence.'),
  DB_DATABASE: variable('Same as externalDatabase.name, which takes precedence.'),
  DB_USERNAME: variable('Same as externalDatabase.user, which takes precedence.'),
  DB_TLS_ENABLED: switchVariable('Same as externalDatabase.enableTLS, which takes precedence.'),
  DB_TLS_REJECT_UNAUTHORIZED: switchVariable(
    'Whether to verify the certificate of an external database; defaults to the opposite of allowSelfSignedCert.',
  ),
  REDIS_HOST: variable('Same as externalRedis.host, which takes precedence.'),
  REDIS_PORT: portVariable('Same as externalRedis.port, which takes precedence.'),
  REDIS_TLS: switchVariable('Same as externalRedis.tls, which takes precedence.'),
};

type RegistryKey<Name extends string> = `${Name}_REGISTRY_${'URL' | 'ADMIN' | 'PASSWORD' | 'PROJECT_ID'}`;

const registry = <Name extends 'TRANSIENT' | 'INTERNAL'>(name: Name, purpose: string) =>
  ({
    [`${name}_REGISTRY_URL`]: urlVariable(`URL of the registry ${purpose}; defaults to Harbor's with harbor.enabled.`),
    [`${name}_REGISTRY_ADMIN`]: variable(`User of that registry; defaults to Harbor's with harbor.enabled.`),
    [`${name}_REGISTRY_PASSWORD`]: credential({
      description: `Password of that user; defaults to Harbor's with harbor.enabled.`,
    }),
    [`${name}_REGISTRY_PROJECT_ID`]: variable(
      'Project in that registry; defaults to library, which is public in Harbor.',
    ),
  }) as Record<RegistryKey<Name>, ReturnType<typeof variable>>;

const storage = {
  S3_ENDPOINT: urlVariable(
    "URL of the object store. Defaults to MinIO's with minio.enabled; otherwise, if empty, volumes are off.",
  ),
  S3_STS_ENDPOINT: urlVariable("URL of its token service (STS); defaults to MinIO's with minio.enabled."),
  S3_REGION: variable('Region of the bucket; defaults to us-east-1, as in MinIO.'),
  S3_ACCESS_KEY: credential({ description: "Access key of the object store; defaults to MinIO's with minio.enabled." }),
  S3_SECRET_KEY: credential({ description: "Secret key of the object store; defaults to MinIO's with minio.enabled." }),
  S3_DEFAULT_BUCKET: variable("Bucket for volumes; defaults to MinIO's first bucket with minio.enabled."),
  S3_ACCOUNT_ID: variable('Account that owns the role; defaults to / with minio.enabled.'),
  S3_ROLE_NAME: variable('Role whose temporary credentials are used for uploads; defaults to / with minio.enabled.'),
};

const identity = {
  OIDC_CLIENT_ID: variable('Client ID at the identity provider; defaults to dex.config.clientId with dex.enabled.'),
  OIDC_ISSUER_BASE_URL: urlVariable('URL of the identity provider for the API. Required without dex.enabled.'),
  PUBLIC_OIDC_DOMAIN: urlVariable('URL of the identity provider for browsers; defaults to OIDC_ISSUER_BASE_URL.'),
  OIDC_AUDIENCE: variable('Audience of its tokens; defaults to dex.config.clientId with dex.enabled.'),
};

const mail = {
  SMTP_HOST: variable('Mail server; if empty, no mail is sent.'),
  SMTP_PORT: variable('Port of the mail server; defaults to 587.'),
  SMTP_USER: variable('User of the mail server.'),
  SMTP_PASSWORD: credential({ description: 'Password of that user.' }),
  SMTP_SECURE: switchVariable('Whether to connect with implicit TLS; defaults to false.'),
  SMTP_EMAIL_FROM: variable('Sender address; defaults to noreply@mail.daytona.io.'),
};

const keys = {
  ENCRYPTION_KEY: credential({
    description: 'Key that encrypts stored credentials. If you change it, they can no longer be decrypted.',
    generate: 'key-32',
  }),
  ENCRYPTION_SALT: credential({ description: 'Salt for ENCRYPTION_KEY. Do not change it either.', generate: 'key-16' }),
  RUNNER_MANAGER_API_KEY: credential({
    description: 'Token for the runner manager; defaults to services.runnermanager.env.API_TOKEN.',
  }),
  ADMIN_API_KEY: credential({
    description: 'API key of the admin user, read on the first start. Without it, the first start fails once.',
    generate: 'password',
  }),
  HEALTH_CHECK_API_KEY: credential({ description: 'API key for /api/health/ready.' }),
};

/** The API creates this record on its first start, and never changes it. */
const defaultRunner = {
  DEFAULT_REGION_ID: variable(
    'Region that the API creates on its first start, and that its runners belong to; defaults to us.',
  ),
  DEFAULT_RUNNER_NAME: text({
    description:
      'Name of the runner that the API creates on its first start, with the token of services.runner. Empty means none.',
    default: 'default',
    pattern: '^$|^[a-zA-Z0-9_.-]{2,255}$',
    expected: '2 to 255 letters, digits, "_", "." and "-"',
  }),
  DEFAULT_RUNNER_API_KEY: credential({
    description:
      'Token of the default runner; defaults to services.runner.env.API_TOKEN. Without services.runner.enabled, the token of an external runner.',
  }),
  DEFAULT_RUNNER_API_VERSION: text({
    description:
      'Protocol of the default runner: with 2, the runner polls the API; with 0, the API calls the runner. Defaults to 2.',
    default: '',
    pattern: '^[02]$',
    expected: '0 or 2',
  }),
  DEFAULT_RUNNER_DOMAIN: variable('Host of the default runner. Required with DEFAULT_RUNNER_API_VERSION 0.'),
  DEFAULT_RUNNER_API_URL: urlVariable('URL of the default runner. Required with DEFAULT_RUNNER_API_VERSION 0.'),
  DEFAULT_RUNNER_PROXY_URL: urlVariable(
    'URL for its sandboxes, usually the same. Required with DEFAULT_RUNNER_API_VERSION 0.',
  ),
};

const env = envValues(() => ({
  NODE_ENV: variable(
    'Node environment. With production, migrations run in Jobs, and the dashboard gets its URLs.',
    'production',
  ),
  ENVIRONMENT: variable('Environment name.', 'production'),
  PORT: port({ description: 'Port that the API listens on.', default: 3000 }),
  OTEL_ENABLED: switchVariable('Whether to send OpenTelemetry traces.', 'false'),
  SKIP_USER_EMAIL_VERIFICATION: switchVariable('Whether users can log in without a verified email address.', 'false'),
  DASHBOARD_URL: urlVariable('URL of the dashboard; defaults to /dashboard on the host of the Ingress.'),
  DASHBOARD_BASE_API_URL: urlVariable('URL of the API for the dashboard; defaults to the host of the Ingress.'),
  DEFAULT_SNAPSHOT_IMAGE_NAME: variable(
    'Image of the default snapshot; sandbox nodes pull it. If it has no registry host, global.imageRegistry applies.',
    'daytonaio/sandbox:0.5.1-slim',
  ),
  DEFAULT_SNAPSHOT_NAME: variable('Name of the default snapshot.', 'default-snapshot'),
  ...defaultRunner,
  OPENFEATURE_FORCE_ENABLED_FLAGS: variable(
    'Comma-separated feature flags that are on for everyone, for images from v0.173.0; defaults to the flags that customRegions requires.',
  ),
  ...keys,
  ...identity,
  ...storage,
  ...registry('TRANSIENT', 'for transient images'),
  ...registry('INTERNAL', 'for snapshots'),
  ...mail,
  ...connections,
}));

export const apiValues = object(
  () => ({
    image: ownImageValues('daytona-api'),
    service: serviceValues('ClusterIP', 3000),
    ingress: ingressValues({ enabled: true, hostname: 'Host of the API and dashboard; defaults to baseDomain.' }),
    httpRoute: httpRouteValues({ openTraffic: true }),
    env,
    customRegions: boolean({
      description:
        'Whether organizations can have their own regions and runners, as the daytona-region chart needs. For images from v0.173.0.',
      default: true,
    }),
    startupProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 5, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 10, timeoutSeconds: 5 }),
    ...scalingKeys(),
    ...workloadValues({ limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
    networkPolicy: policyKey('Blocks all ports of the API except the one it listens on.'),
    migrations: object(
      {
        enabled: boolean({ description: 'Whether to migrate the database with Jobs.', default: true }),
        wait: boolean({
          description:
            "Whether the Jobs and the API wait for each other, which plain kubectl needs. The API's ServiceAccount can then read these Jobs and its Deployment.",
          default: true,
        }),
        resources: resourceValues({
          limits: { memory: '1Gi' },
          requests: { cpu: '100m', memory: '256Mi' },
        }),
      },
      { description: 'Migration Jobs. They use the image and pod settings of the API.' },
    ),
  }),
  { description: 'The API and dashboard.' },
);
