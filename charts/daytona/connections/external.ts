// Backing services that the user runs elsewhere: from `external*` or, if empty, from the API's variables.

import type { Construct } from 'constructs';
import type { Release } from '../../../lib/k8s/release';
import { existingSecret, secret } from '../../../lib/k8s/secret/config';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { regionOf } from '../aws/iam';
import type { Credentials } from '../credentials/credentials';
import type { Values } from '../values';
import { COMPONENTS } from './addresses';
import type { Database, IdentityProvider, ObjectStore, Redis, Registries } from './connections';

/** The usual region of a store without regions. */
const DEFAULT_REGION = 'us-east-1';

export const databaseHost = ({ externalDatabase: { host }, services }: Values): string =>
  host || services.api.env.DB_HOST;

export const redisHost = ({ externalRedis: { host }, services }: Values): string => host || services.api.env.REDIS_HOST;

export function externalDatabase(scope: Construct, release: Release, values: Values): Database {
  const { externalDatabase: own, services } = values;
  const { env } = services.api;
  const enabled = own.enableTLS ?? (env.DB_TLS_ENABLED || 'true') === 'true';
  const verified = env.DB_TLS_REJECT_UNAUTHORIZED
    ? env.DB_TLS_REJECT_UNAUTHORIZED === 'true'
    : !own.allowSelfSignedCert;
  return {
    host: databaseHost(values),
    port: own.port ?? Number(env.DB_PORT || 5432),
    name: own.name || env.DB_DATABASE || 'daytona',
    user: own.user || env.DB_USERNAME || 'user',
    password: passwordOf(scope, release, own, { suffix: 'db', key: 'database-password' }),
    tls: { enabled, verified },
  };
}

export function externalRedis(scope: Construct, release: Release, values: Values): Redis {
  const { externalRedis: own, services } = values;
  const { env } = services.api;
  return {
    host: redisHost(values),
    port: own.port ?? Number(env.REDIS_PORT || 6379),
    tls: own.tls ?? env.REDIS_TLS === 'true',
    user: own.username,
    password: passwordOf(scope, release, own, { suffix: 'redis', key: 'redis-password' }),
  };
}

interface ExternalPassword {
  readonly password: string;
  readonly existingSecret: string;
  readonly existingSecretPasswordKey: string;
}

function passwordOf(
  scope: Construct,
  release: Release,
  { password, existingSecret: existing, existingSecretPasswordKey: existingKey }: ExternalPassword,
  { suffix, key }: { readonly suffix: string; readonly key: string },
): EnvValue {
  if (existing) return existingSecret(release, existing, [existingKey]).key(existingKey);
  if (!password) return undefined;
  const name = `${release.fullname}-secret-${suffix}`;
  const labels = release.labels(COMPONENTS.api);
  return secret(scope, `secret-${suffix}`, release, { name, labels, data: { [key]: password } }).key(key);
}

export function externalStore({ services }: Values, credentials: Credentials): ObjectStore {
  const { env } = services.api;
  return {
    endpoint: env.S3_ENDPOINT,
    globalEndpoint: env.S3_ENDPOINT,
    stsEndpoint: env.S3_STS_ENDPOINT,
    region: env.S3_REGION || (env.S3_ENDPOINT ? (regionOf(env.S3_ENDPOINT) ?? DEFAULT_REGION) : ''),
    bucket: env.S3_DEFAULT_BUCKET,
    accountId: env.S3_ACCOUNT_ID,
    role: env.S3_ROLE_NAME,
    accessKey: credentials.source('storeAccessKey'),
    secretKey: credentials.source('storeSecretKey'),
  };
}

/** Harbor's default project, which is public. */
const PUBLIC_PROJECT = 'library';

export const projects = ({ services }: Values) => ({
  transient: services.api.env.TRANSIENT_REGISTRY_PROJECT_ID || PUBLIC_PROJECT,
  internal: services.api.env.INTERNAL_REGISTRY_PROJECT_ID || PUBLIC_PROJECT,
});

export function externalRegistries(values: Values, credentials: Credentials): Registries {
  const { env } = values.services.api;
  const { transient, internal } = projects(values);
  return {
    transient: {
      url: env.TRANSIENT_REGISTRY_URL,
      user: env.TRANSIENT_REGISTRY_ADMIN,
      password: credentials.source('transientRegistryPassword'),
      project: transient,
    },
    internal: {
      url: env.INTERNAL_REGISTRY_URL,
      user: env.INTERNAL_REGISTRY_ADMIN,
      password: credentials.source('internalRegistryPassword'),
      project: internal,
    },
  };
}

/** Without Dex: the settings of the API, and those of the proxy if they differ. */
export function externalIdentity({ services, dex }: Values): {
  readonly api: IdentityProvider;
  readonly proxy: IdentityProvider;
} {
  const { api, proxy } = services;
  const fallback = dex.config.clientId;
  const url = api.env.OIDC_ISSUER_BASE_URL;
  const ofApi: IdentityProvider = {
    clientId: api.env.OIDC_CLIENT_ID || fallback,
    audience: api.env.OIDC_AUDIENCE || fallback,
    url,
    publicUrl: api.env.PUBLIC_OIDC_DOMAIN || url,
  };
  return {
    api: ofApi,
    proxy: {
      clientId: proxy.env.OIDC_CLIENT_ID || ofApi.clientId,
      audience: proxy.env.OIDC_AUDIENCE || ofApi.audience,
      url: proxy.env.OIDC_ISSUER_BASE_URL || ofApi.url,
      publicUrl: proxy.env.PUBLIC_OIDC_DOMAIN || proxy.env.OIDC_ISSUER_BASE_URL || ofApi.publicUrl,
    },
  };
}
