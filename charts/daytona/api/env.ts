// What the API and its migrations read.

import type { EnvValue } from '../../../lib/k8s/env';
import { parseImage } from '../../../lib/k8s/image';
import { COMPONENTS } from '../addresses';
import { redisEnv } from '../connections';
import { imageTextOf } from '../image-text';
import type { Platform } from '../platform';

export type Variables = Record<string, EnvValue>;

/** In the order of the documents; what users add comes last and wins. */
export function apiEnv(platform: Platform): Variables {
  return {
    ...general(platform),
    ...database(platform),
    ...redisEnv(platform.redis),
    ...proxy(platform),
    ...sshGateway(platform),
    ...registries(platform),
    ...identity(platform),
    ...urls(platform),
    ...store(platform),
    ...mail(platform),
    ...snapshots(platform),
    ...keys(platform),
    ...platform.credentials.others(COMPONENTS.api),
  };
}

function general({ values }: Platform): Variables {
  const { NODE_ENV, ENVIRONMENT, PORT, OTEL_ENABLED, SKIP_USER_EMAIL_VERIFICATION } = values.services.api.env;
  return {
    // Empty: the API makes no runner of its own.
    DEFAULT_RUNNER_NAME: '',
    NODE_ENV,
    ENVIRONMENT,
    PORT,
    OTEL_ENABLED,
    SKIP_USER_EMAIL_VERIFICATION,
  };
}

function database({ database: { host, port, name, user, password, tls } }: Platform): Variables {
  return {
    DB_HOST: host,
    DB_PORT: port,
    DB_TLS_ENABLED: tls?.enabled,
    DB_TLS_REJECT_UNAUTHORIZED: tls?.verified,
    DB_DATABASE: name,
    DB_USERNAME: user,
    DB_PASSWORD: password,
  };
}

function proxy({ addresses, credentials }: Platform): Variables {
  return {
    PROXY_DOMAIN: addresses.proxy.domain,
    PROXY_PROTOCOL: addresses.proxy.scheme,
    PROXY_TEMPLATE_URL: addresses.proxy.previews,
    PROXY_API_KEY: credentials.source('proxyApiKey'),
  };
}

function sshGateway({ addresses: { ssh }, credentials, values }: Platform): Variables {
  // Every login by API key compares with this one, so it must be there; nobody can log in with an empty one.
  const key = credentials.source('sshApiKey') ?? '';
  if (!values.services.sshGateway.enabled) return { SSH_GATEWAY_API_KEY: key };
  return {
    SSH_GATEWAY_HOST: ssh.host,
    SSH_GATEWAY_COMMAND: `ssh -p ${ssh.port} {{TOKEN}}@${ssh.host}`,
    SSH_GATEWAY_URL: `${ssh.host}:${ssh.port}`,
    SSH_GATEWAY_PUBLIC_KEY: credentials.source('sshClientPublicKey'),
    SSH_GATEWAY_API_KEY: key,
  };
}

function registries({ registries: { transient, internal } }: Platform): Variables {
  return {
    TRANSIENT_REGISTRY_URL: transient.url,
    TRANSIENT_REGISTRY_ADMIN: transient.user,
    TRANSIENT_REGISTRY_PASSWORD: transient.password ?? '',
    TRANSIENT_REGISTRY_PROJECT_ID: transient.project,
    INTERNAL_REGISTRY_URL: internal.url,
    INTERNAL_REGISTRY_ADMIN: internal.user,
    INTERNAL_REGISTRY_PASSWORD: internal.password ?? '',
    INTERNAL_REGISTRY_PROJECT_ID: internal.project,
  };
}

function identity({ identity: { api } }: Platform): Variables {
  return {
    OIDC_CLIENT_ID: api.clientId,
    OIDC_ISSUER_BASE_URL: api.url,
    PUBLIC_OIDC_DOMAIN: api.publicUrl,
    OIDC_AUDIENCE: api.audience,
  };
}

const urls = ({ addresses: { api } }: Platform): Variables => ({
  DASHBOARD_URL: api.dashboard,
  DASHBOARD_BASE_API_URL: api.url,
});

function store({ store: own }: Platform): Variables {
  // Volumes are on where there is an endpoint; the region must then be there too.
  return {
    S3_ENDPOINT: own.endpoint,
    S3_STS_ENDPOINT: own.stsEndpoint,
    S3_REGION: own.region,
    S3_ACCESS_KEY: own.accessKey ?? '',
    S3_SECRET_KEY: own.secretKey ?? '',
    S3_DEFAULT_BUCKET: own.bucket,
    S3_ACCOUNT_ID: own.accountId,
    S3_ROLE_NAME: own.role,
  };
}

function mail({ values, credentials }: Platform): Variables {
  const { env } = values.services.api;
  return {
    SMTP_HOST: env.SMTP_HOST,
    SMTP_PORT: env.SMTP_PORT || 587,
    SMTP_USER: env.SMTP_USER,
    SMTP_PASSWORD: credentials.source('mailPassword') ?? '',
    SMTP_SECURE: env.SMTP_SECURE || 'false',
    SMTP_EMAIL_FROM: env.SMTP_EMAIL_FROM || 'noreply@mail.daytona.io',
  };
}

function snapshots({ release, values }: Platform): Variables {
  const { DEFAULT_SNAPSHOT_IMAGE_NAME: given, DEFAULT_SNAPSHOT_NAME, DEFAULT_RUNNER_DOMAIN } = values.services.api.env;
  // Sandbox nodes pull it, perhaps without the cluster's credentials: who names a registry means that one.
  const image = given && parseImage(given).registry === '' ? imageTextOf(release, given) : given;
  return {
    DEFAULT_SNAPSHOT_IMAGE_NAME: image,
    DEFAULT_SNAPSHOT_NAME,
    // As public builds call the image.
    DEFAULT_SNAPSHOT: image,
    DEFAULT_RUNNER_DOMAIN,
  };
}

function keys({ credentials }: Platform): Variables {
  return {
    ENCRYPTION_KEY: credentials.source('encryptionKey'),
    ENCRYPTION_SALT: credentials.source('encryptionSalt'),
    RUNNER_MANAGER_API_KEY: credentials.source('managerToken'),
    ADMIN_API_KEY: credentials.source('adminApiKey'),
    HEALTH_CHECK_API_KEY: credentials.source('healthCheckApiKey'),
  };
}
