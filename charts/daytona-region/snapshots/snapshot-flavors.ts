// The two images for the snapshot manager, and the names of their settings.

import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { disableRedirect, encrypts, forcePathStyle, usesBucket } from './s3-store';
import type { SnapshotManagerValues } from './snapshot-values';

export interface SnapshotSettings {
  readonly values: SnapshotManagerValues;
  readonly s3Keys?: { readonly accessKey: IEnvVarSource; readonly secretKey: IEnvVarSource };
  /** Absent if anyone may read and write. */
  readonly login?: { readonly username: IEnvVarSource; readonly password: IEnvVarSource };
  /** Path of the htpasswd file, for an image that reads one. */
  readonly htpasswdFile: string;
  /** Where driver filesystem keeps snapshots. */
  readonly folder: string;
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
  readonly httpSecret?: IEnvVarSource;
}

export interface Flavor {
  /** Default tag; absent for the version of the chart. */
  readonly tag?: string;
  /** Whether the login is a file that an init container writes. */
  readonly wantsHtpasswd: boolean;
  readonly canDelete: boolean;
  healthPath(hasLogin: boolean): string;
  env(settings: SnapshotSettings, canDelete: boolean): Record<string, EnvValue>;
}

/** S3 settings of both images, with the same suffixes. */
const s3 = (prefix: string, { values, s3Keys }: SnapshotSettings): Record<string, EnvValue> => {
  const { region, bucket, secure, endpoint, rootDirectory } = values.storage.s3;
  return {
    [`${prefix}_REGION`]: region,
    [`${prefix}_BUCKET`]: bucket,
    [`${prefix}_ACCESSKEY`]: s3Keys?.accessKey,
    [`${prefix}_SECRETKEY`]: s3Keys?.secretKey,
    [`${prefix}_ENCRYPT`]: encrypts(values),
    [`${prefix}_SECURE`]: secure,
    [`${prefix}_REGIONENDPOINT`]: endpoint || undefined,
    [`${prefix}_ROOTDIRECTORY`]: rootDirectory || undefined,
  };
};

const isVersion2 = (tag: string): boolean => /^v?2(\.|$)/.test(tag);

const registry: Flavor = {
  // Version 2 ignores IRSA and uses the role of the node instead.
  tag: '3.0.0',
  wantsHtpasswd: true,
  canDelete: true,
  // Without a login, /v2/ returns 401.
  healthPath: (hasLogin) => (hasLogin ? '/' : '/v2/'),
  env: (settings, canDelete) => {
    const { values, login, tls } = settings;
    return {
      REGISTRY_HTTP_ADDR: `0.0.0.0:${values.http.port}`,
      REGISTRY_LOG_LEVEL: values.logLevel,
      REGISTRY_STORAGE: values.storage.driver,
      ...(usesBucket(values)
        ? {
            ...s3('REGISTRY_STORAGE_S3', settings),
            REGISTRY_STORAGE_S3_V4AUTH: values.storage.s3.v4auth,
            REGISTRY_STORAGE_S3_FORCEPATHSTYLE: forcePathStyle(values) || undefined,
            REGISTRY_STORAGE_REDIRECT_DISABLE: disableRedirect(values) || undefined,
          }
        : { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: settings.folder }),
      REGISTRY_STORAGE_DELETE_ENABLED: canDelete,
      REGISTRY_STORAGE_CACHE_BLOBDESCRIPTOR: values.cache.enabled ? values.cache.driver : undefined,
      REGISTRY_HEALTH_STORAGEDRIVER_ENABLED: values.health.storageDriverEnabled,
      REGISTRY_AUTH: login && 'htpasswd',
      REGISTRY_AUTH_HTPASSWD_REALM: login && 'Snapshots',
      REGISTRY_AUTH_HTPASSWD_PATH: login && settings.htpasswdFile,
      REGISTRY_HTTP_TLS_CERTIFICATE: tls?.certificateFile,
      REGISTRY_HTTP_TLS_KEY: tls?.keyFile,
      REGISTRY_HTTP_SECRET: settings.httpSecret,
      // Version 3 would try to connect to a trace collector, and log every failure.
      OTEL_TRACES_EXPORTER: isVersion2(values.image.tag) ? undefined : 'none',
    };
  },
};

const daytona: Flavor = {
  wantsHtpasswd: false,
  canDelete: false,
  healthPath: () => '/healthz',
  env: (settings, canDelete) => {
    const { values, login, tls } = settings;
    return {
      SNAPSHOT_MANAGER_ADDR: `:${values.http.port}`,
      SNAPSHOT_MANAGER_LOG_LEVEL: values.logLevel,
      SNAPSHOT_MANAGER_STORAGE_DRIVER: values.storage.driver,
      ...(usesBucket(values)
        ? s3('SNAPSHOT_MANAGER_STORAGE_S3', settings)
        : { SNAPSHOT_MANAGER_STORAGE_DIR: settings.folder }),
      SNAPSHOT_MANAGER_STORAGE_DELETE_ENABLED: canDelete,
      SNAPSHOT_MANAGER_CACHE_ENABLED: values.cache.enabled,
      SNAPSHOT_MANAGER_CACHE_DRIVER: values.cache.driver,
      SNAPSHOT_MANAGER_AUTH_TYPE: login ? 'basic' : 'none',
      SNAPSHOT_MANAGER_AUTH_USERNAME: login?.username,
      SNAPSHOT_MANAGER_AUTH_PASSWORD: login?.password,
      SNAPSHOT_MANAGER_HTTP_TLS_CERTIFICATE: tls?.certificateFile,
      SNAPSHOT_MANAGER_HTTP_TLS_KEY: tls?.keyFile,
      SNAPSHOT_MANAGER_HTTP_SECRET: settings.httpSecret,
    };
  },
};

const FLAVORS = { registry, daytona } as const;

/** The flavor from the values, or derived from the repository. */
export function flavorName({ flavour, image }: SnapshotManagerValues): keyof typeof FLAVORS {
  if (flavour !== '') return flavour;
  return image.repository.endsWith('snapshot-manager') ? 'daytona' : 'registry';
}

export const flavorOf = (values: SnapshotManagerValues): Flavor => FLAVORS[flavorName(values)];
