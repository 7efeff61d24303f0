// External backing services: required settings, and settings without effect if the service is built in.

import { notPublished } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { databaseHost, redisHost } from '../connections/external';
import { imageStorage } from '../harbor/backing/storage';
import type { Values } from '../values';

type Select = (values: Values) => unknown;

/** Values that a built-in service replaces. */
function replaced(by: string, isOn: (values: Values) => boolean, selects: readonly Select[]): Rule<Values> {
  return (values, report) => {
    if (!isOn(values)) return;
    for (const select of selects) {
      const value = select(values);
      if (value !== undefined && value !== '') report.warning(select, `has no effect with ${by}`);
    }
  };
}

export const connectionRules: readonly Rule<Values>[] = [
  ({ harbor, minio }, report) => {
    const { type, s3 } = imageStorage(harbor);
    if (!harbor.enabled || type !== 's3' || !s3.minio) return;
    const isShort = harbor.imageChartStorage !== undefined;
    const at = (key: 'minio' | 'regionendpoint' | 'bucket') => (v: Values) => {
      const store = isShort ? v.harbor.imageChartStorage?.s3 : v.harbor.persistence.imageChartStorage.s3;
      return (store as Partial<typeof s3> | undefined)?.[key];
    };
    if (!minio.enabled) report.error(at('minio'), 'requires minio.enabled');
    if (s3.regionendpoint) report.error(at('regionendpoint'), 'conflicts with minio: set only one of them');
    if (minio.enabled && s3.bucket && !minio.buckets.some(({ name }) => name === s3.bucket)) {
      report.error(at('bucket'), `${s3.bucket} is not in minio.buckets`);
    }
  },
  (values, report) => {
    if (!values.postgresql.enabled && !databaseHost(values)) {
      report.error((v) => v.externalDatabase.host, 'is required without postgresql.enabled');
    }
  },
  ({ postgresql, externalDatabase: { password, existingSecret } }, report) => {
    if (postgresql.enabled) return;
    if (!password && !existingSecret) {
      report.error(
        (v) => v.externalDatabase.password,
        'is required without postgresql.enabled (or set externalDatabase.existingSecret)',
      );
    }
  },
  notPublished(
    (v) => v.externalDatabase.password,
    (v) => !v.postgresql.enabled,
    ['pass'],
  ),
  ({ externalDatabase: { password, existingSecret } }, report) => {
    if (password && existingSecret) {
      report.error(
        (v) => v.externalDatabase.password,
        'conflicts with externalDatabase.existingSecret: set only one of them',
      );
    }
  },
  (values, report) => {
    if (!values.redis.enabled && !redisHost(values)) {
      report.error((v) => v.externalRedis.host, 'is required without redis.enabled');
    }
  },
  ({ externalRedis: { password, existingSecret } }, report) => {
    if (password && existingSecret) {
      report.error(
        (v) => v.externalRedis.password,
        'conflicts with externalRedis.existingSecret: set only one of them',
      );
    }
  },
  ({ dex, services }, report) => {
    if (!dex.enabled && !services.api.env.OIDC_ISSUER_BASE_URL) {
      report.error(
        (v) => v.services.api.env.OIDC_ISSUER_BASE_URL,
        'is required without dex.enabled: the API contacts the identity provider on startup',
      );
    }
  },
  ({ harbor, services }, report) => {
    const { TRANSIENT_REGISTRY_URL, INTERNAL_REGISTRY_URL } = services.api.env;
    if (!harbor.enabled && !TRANSIENT_REGISTRY_URL && !INTERNAL_REGISTRY_URL) {
      report.warning(
        (v) => v.services.api.env.INTERNAL_REGISTRY_URL,
        'is not set, and harbor.enabled is false: snapshots cannot be built',
      );
    }
  },
  replaced('postgresql.enabled', (v) => v.postgresql.enabled, [
    (v) => v.externalDatabase.host,
    (v) => v.services.api.env.DB_HOST,
  ]),
  replaced('redis.enabled', (v) => v.redis.enabled, [
    (v) => v.externalRedis.host,
    (v) => v.services.api.env.REDIS_HOST,
  ]),
  replaced('minio.enabled', (v) => v.minio.enabled, [
    (v) => v.services.api.env.S3_ENDPOINT,
    (v) => v.services.api.env.S3_STS_ENDPOINT,
    (v) => v.services.api.env.S3_ACCESS_KEY,
    (v) => v.services.api.env.S3_SECRET_KEY,
  ]),
  replaced('harbor.enabled', (v) => v.harbor.enabled, [
    (v) => v.services.api.env.TRANSIENT_REGISTRY_URL,
    (v) => v.services.api.env.TRANSIENT_REGISTRY_ADMIN,
    (v) => v.services.api.env.TRANSIENT_REGISTRY_PASSWORD,
    (v) => v.services.api.env.INTERNAL_REGISTRY_URL,
    (v) => v.services.api.env.INTERNAL_REGISTRY_ADMIN,
    (v) => v.services.api.env.INTERNAL_REGISTRY_PASSWORD,
  ]),
  replaced('dex.enabled', (v) => v.dex.enabled, [
    (v) => v.services.api.env.OIDC_CLIENT_ID,
    (v) => v.services.api.env.OIDC_ISSUER_BASE_URL,
    (v) => v.services.api.env.PUBLIC_OIDC_DOMAIN,
    (v) => v.services.api.env.OIDC_AUDIENCE,
    (v) => v.services.proxy.env.OIDC_CLIENT_ID,
    (v) => v.services.proxy.env.OIDC_ISSUER_BASE_URL,
    (v) => v.services.proxy.env.PUBLIC_OIDC_DOMAIN,
    (v) => v.services.proxy.env.OIDC_AUDIENCE,
  ]),
];
