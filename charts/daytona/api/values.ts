// Values of the API.

import { ingressValues } from '../../../lib/k8s/ingress';
import { switchedHttpProbeValues } from '../../../lib/k8s/probes';
import { resourceValues } from '../../../lib/k8s/resources';
import { port, serviceValues } from '../../../lib/k8s/service';
import { credential } from '../../../lib/values/credential';
import { boolean, object } from '../../../lib/values/schema';
import { envValues, portVariable, switchVariable, urlVariable, variable } from '../env-values';
import { ownImageValues } from '../own-image';
import { policyKey, scalingKeys, serviceKeys } from '../service-values';

/** `externalDatabase` and `externalRedis` win over these; the built-in services over both. */
const connections = {
  DB_HOST: variable('As externalDatabase.host, which wins.'),
  DB_PORT: portVariable('As externalDatabase.port, which wins.'),
  DB_DATABASE: variable('As externalDatabase.name, which wins.'),
  DB_USERNAME: variable('As externalDatabase.user, which wins.'),
  DB_TLS_ENABLED: switchVariable('As externalDatabase.enableTLS, which wins.'),
  DB_TLS_REJECT_UNAUTHORIZED: switchVariable(
    'Whether the certificate of an external database is verified; empty is the opposite of allowSelfSignedCert.',
  ),
  REDIS_HOST: variable('As externalRedis.host, which wins.'),
  REDIS_PORT: portVariable('As externalRedis.port, which wins.'),
  REDIS_TLS: switchVariable('As externalRedis.tls, which wins.'),
};

type RegistryKey<Name extends string> = `${Name}_REGISTRY_${'URL' | 'ADMIN' | 'PASSWORD' | 'PROJECT_ID'}`;

const registry = <Name extends 'TRANSIENT' | 'INTERNAL'>(name: Name, purpose: string) =>
  ({
    [`${name}_REGISTRY_URL`]: urlVariable(`URL of the registry ${purpose}; with harbor.enabled it is Harbor's.`),
    [`${name}_REGISTRY_ADMIN`]: variable(`User of that registry; with harbor.enabled it is Harbor's.`),
    [`${name}_REGISTRY_PASSWORD`]: credential({
      description: `Password of that user; with harbor.enabled it is Harbor's.`,
    }),
    [`${name}_REGISTRY_PROJECT_ID`]: variable('Project in that registry; empty is library, which is public in Harbor.'),
  }) as Record<RegistryKey<Name>, ReturnType<typeof variable>>;

const storage = {
  S3_ENDPOINT: urlVariable("URL of the object store; empty turns volumes off. With minio.enabled it is MinIO's."),
  S3_STS_ENDPOINT: urlVariable("URL of its token service. With minio.enabled it is MinIO's."),
  S3_REGION: variable("Region of the bucket; empty is us-east-1, MinIO's."),
  S3_ACCESS_KEY: credential({ description: "Access key of the object store. With minio.enabled it is MinIO's." }),
  S3_SECRET_KEY: credential({ description: "Secret key of the object store. With minio.enabled it is MinIO's." }),
  S3_DEFAULT_BUCKET: variable('Bucket for volumes; with minio.enabled empty is its first bucket.'),
  S3_ACCOUNT_ID: variable('Account that owns the role; with minio.enabled empty is /.'),
  S3_ROLE_NAME: variable('Role whose temporary credentials uploads get; with minio.enabled empty is /.'),
};

const identity = {
  OIDC_CLIENT_ID: variable('Client of the identity provider; with dex.enabled it is dex.config.clientId.'),
  OIDC_ISSUER_BASE_URL: urlVariable("The provider's URL as the API reaches it. Required without dex.enabled."),
  PUBLIC_OIDC_DOMAIN: urlVariable("The provider's URL as browsers reach it; empty is OIDC_ISSUER_BASE_URL."),
  OIDC_AUDIENCE: variable('Audience of its tokens; with dex.enabled it is dex.config.clientId.'),
};

const mail = {
  SMTP_HOST: variable('Mail server; empty sends no mail.'),
  SMTP_PORT: variable('Its port; empty is 587.'),
  SMTP_USER: variable('User of the mail server.'),
  SMTP_PASSWORD: credential({ description: 'Password of that user.' }),
  SMTP_SECURE: switchVariable('Whether TLS starts with the connection; empty is false.'),
  SMTP_EMAIL_FROM: variable('Sender of the mails; empty is noreply@mail.daytona.io.'),
};

const keys = {
  ENCRYPTION_KEY: credential({
    description: 'Encrypts stored credentials. Whoever changes it can read them no more.',
    generate: 'key-32',
  }),
  ENCRYPTION_SALT: credential({ description: 'Salt of ENCRYPTION_KEY, as lasting.', generate: 'key-16' }),
  RUNNER_MANAGER_API_KEY: credential({
    description: 'Token of the runner manager; empty is services.runnermanager.env.API_TOKEN.',
  }),
  ADMIN_API_KEY: credential({
    description: 'API key of the admin user, read at the first start; without it that start fails once.',
    generate: 'password',
  }),
  HEALTH_CHECK_API_KEY: credential({ description: 'Key of /api/health/ready.' }),
};

const env = envValues({
  NODE_ENV: variable('production: migrations are left to the Jobs, and the dashboard gets its URLs.', 'production'),
  ENVIRONMENT: variable('Name of the environment.', 'production'),
  PORT: port({ description: 'Port that the API listens on.', default: 3000 }),
  OTEL_ENABLED: switchVariable('Whether traces are sent.', 'false'),
  SKIP_USER_EMAIL_VERIFICATION: switchVariable('Whether users need no verified e-mail address.', 'false'),
  DASHBOARD_URL: urlVariable('URL of the dashboard; empty is /dashboard on the host of the Ingress.'),
  DASHBOARD_BASE_API_URL: urlVariable('URL of the API as the dashboard calls it; empty is the host of the Ingress.'),
  DEFAULT_SNAPSHOT_IMAGE_NAME: variable(
    'Image of the first snapshot; sandbox nodes pull it. Without a host, global.imageRegistry applies.',
    'daytonaio/sandbox:0.5.1-slim',
  ),
  DEFAULT_SNAPSHOT_NAME: variable('Name of the first snapshot.', 'default-snapshot'),
  DEFAULT_RUNNER_DOMAIN: variable('Domain of the default runner.'),
  ...keys,
  ...identity,
  ...storage,
  ...registry('TRANSIENT', 'for images on their way'),
  ...registry('INTERNAL', 'for snapshots'),
  ...mail,
  ...connections,
});

export const apiValues = object(
  {
    image: ownImageValues('daytona-api', 'v0.158.4-k8s-amd64'),
    service: serviceValues('ClusterIP', 3000),
    ingress: ingressValues({ enabled: true, hostname: 'Host of API and dashboard; empty is baseDomain.' }),
    env,
    startupProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 5, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '/api/health', periodSeconds: 10, timeoutSeconds: 5 }),
    ...scalingKeys(),
    ...serviceKeys({ limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } }),
    networkPolicy: policyKey('Closes every port of the API but the one that it listens on.'),
    migrations: object(
      {
        enabled: boolean({ description: 'Whether Jobs migrate the database.', default: true }),
        wait: boolean({
          description:
            'Whether they and the API wait for one another, which plain kubectl needs; the account of the API may then read these Jobs and its Deployment.',
          default: true,
        }),
        resources: resourceValues({
          limits: { memory: '1Gi' },
          requests: { cpu: '100m', memory: '256Mi' },
        }),
      },
      { description: 'Jobs with the image of the API. They run as its pods do.' },
    ),
  },
  { description: 'The API, with the dashboard.' },
);
