// The environment of the API and its migrations.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { parseImage } from '../../../lib/k8s/workload/image';
import { imageTextOf } from '../../../lib/k8s/workload/image-text';
import { isOlder } from '../../../lib/names/image-version';
import { lineOf } from '../../runner-manager/runner/image-line';
import { COMPONENTS } from '../connections/addresses';
import { redisEnv } from '../connections/connections';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';

/** The version from which the API reads `OPENFEATURE_FORCE_ENABLED_FLAGS`. */
export const FLAGS_SINCE = 'v0.173.0';
const CUSTOM_REGIONS = 'organization_infrastructure';

export type Variables = Record<string, EnvValue>;

/** Reads some variables that the public API does not have. */
const isFork = (image: { readonly tag: string }): boolean => lineOf(ownImage(image)) === 'kubernetes';

/** In the order of the documentation. Variables from users come last and override the others. */
export function apiEnv(platform: Platform): Variables {
  return {
    ...defaultRunner(platform),
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
    ...features(platform),
    ...platform.credentials.others(COMPONENTS.api),
  };
}

/** The API accepts the runners that it knows: this one from its first start. */
function defaultRunner({ values, credentials }: Platform): Variables {
  const { env } = values.services.api;
  const key = credentials.source('runnerToken');
  if (!env.DEFAULT_RUNNER_NAME || !key) return { DEFAULT_RUNNER_NAME: '' };
  return {
    DEFAULT_RUNNER_NAME: env.DEFAULT_RUNNER_NAME,
    DEFAULT_RUNNER_API_KEY: key,
    DEFAULT_RUNNER_API_VERSION: env.DEFAULT_RUNNER_API_VERSION || undefined,
    DEFAULT_RUNNER_DOMAIN: env.DEFAULT_RUNNER_DOMAIN || undefined,
    DEFAULT_RUNNER_API_URL: env.DEFAULT_RUNNER_API_URL || undefined,
    DEFAULT_RUNNER_PROXY_URL: env.DEFAULT_RUNNER_PROXY_URL || undefined,
  };
}

function general({ values }: Platform): Variables {
  const { NODE_ENV, ENVIRONMENT, PORT, OTEL_ENABLED, SKIP_USER_EMAIL_VERIFICATION } = values.services.api.env;
  return {
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
  // Every login by API key is compared with this one, so it must be set. An empty one does not allow a login.
  const key = credentials.source('sshApiKey') ?? '';
  if (!values.services.sshGateway.enabled) return { SSH_GATEWAY_API_KEY: key };
  return {
    ...(isFork(values.services.api.image) ? { SSH_GATEWAY_HOST: ssh.host } : {}),
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
  // Volumes are enabled if there is an endpoint. The region is then required, too.
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
  const { env, image: ofApi } = values.services.api;
  const { DEFAULT_SNAPSHOT_IMAGE_NAME: given, DEFAULT_SNAPSHOT_NAME } = env;
  // Sandbox nodes pull it, possibly without the cluster's credentials, so a registry in the values is not replaced.
  const image = given && parseImage(given).registry === '' ? imageTextOf(release, given) : given;
  if (image) release.pulls(image, release.imageSources.get(image));
  const ofFork = isFork(ofApi);
  return {
    ...(ofFork ? { DEFAULT_SNAPSHOT_IMAGE_NAME: image, DEFAULT_SNAPSHOT_NAME } : {}),
    DEFAULT_SNAPSHOT: image,
  };
}

/** Custom regions are a feature that is disabled by default. */
function features({ values }: Platform): Variables {
  const { env, image, customRegions } = values.services.api;
  const flags = env.OPENFEATURE_FORCE_ENABLED_FLAGS || (customRegions ? CUSTOM_REGIONS : '');
  return isOlder(ownImage(image).tag, FLAGS_SINCE) || !flags ? {} : { OPENFEATURE_FORCE_ENABLED_FLAGS: flags };
}

function keys({ credentials, values }: Platform): Variables {
  const { image } = values.services.api;
  return {
    ENCRYPTION_KEY: credentials.source('encryptionKey'),
    ENCRYPTION_SALT: credentials.source('encryptionSalt'),
    ...(isFork(image) ? { RUNNER_MANAGER_API_KEY: credentials.source('managerToken') } : {}),
    ADMIN_API_KEY: credentials.source('adminApiKey'),
    HEALTH_CHECK_API_KEY: credentials.source('healthCheckApiKey'),
  };
}
