// The configuration files of the registry and its controller. Credentials come as environment variables over them.

import { stringify } from 'yaml';
import type { Harbor } from '../harbor';
import type { ImageStorage } from '../values/storage-values';
import { PORTS } from './components';
import { registryDebug } from './metrics';

export const CONFIG = { registry: 'config.yml', controller: 'ctl-config.yml' } as const;
export const REGISTRY_CONFIG = '/etc/registry/config.yml';
export const HTPASSWD = '/etc/registry/passwd';
export const GCS_KEY = '/etc/registry/gcs-key.json';

/** Without empty settings: the storage drivers would use them instead of their defaults. */
const given = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== undefined));

function driver({ type, filesystem, s3, azure, gcs }: ImageStorage): Record<string, unknown> {
  switch (type) {
    case 'filesystem':
      return given(filesystem);
    case 's3': {
      const { accesskey: _access, secretkey: _secret, existingSecret: _existing, minio: _minio, ...settings } = s3;
      return given(settings);
    }
    case 'azure': {
      const { accountkey: _key, existingSecret: _existing, ...settings } = azure;
      return given(settings);
    }
    case 'gcs': {
      const { encodedkey: _key, existingSecret: _existing, useWorkloadIdentity, ...settings } = gcs;
      return given({ ...settings, keyfile: useWorkloadIdentity ? undefined : GCS_KEY });
    }
  }
}

/** The registry knows one word less than the rest of Harbor. */
const registryLevel = (level: string): string => ({ warning: 'warn', fatal: 'error' })[level] ?? level;

export function configFiles(harbor: Harbor): Record<string, string> {
  const { values, redis, storage } = harbor;
  const registry = {
    version: 0.1,
    log: { level: registryLevel(values.logLevel), fields: { service: 'registry' } },
    storage: {
      [storage.type]: driver(storage),
      cache: { layerinfo: 'redis' },
      maintenance: { uploadpurging: { enabled: true, age: '168h', interval: '24h', dryrun: false } },
      delete: { enabled: true },
      redirect: { disable: storage.disableredirect },
    },
    redis: given({
      addr: redis.address,
      sentinelMasterSet: redis.sentinelMasterSet,
      db: Number(redis.registryIndex),
      readtimeout: '10s',
      writetimeout: '10s',
      dialtimeout: '10s',
      enableTLS: redis.tls || undefined,
      pool: { maxidle: 100, maxactive: 500, idletimeout: '60s' },
    }),
    http: { addr: `:${PORTS.registry}`, debug: registryDebug(harbor) },
    auth: { htpasswd: { realm: 'harbor-registry-basic-realm', path: HTPASSWD } },
    validation: { disabled: true },
    compatibility: { schema1: { enabled: true } },
  };
  const controller = {
    protocol: 'http',
    port: PORTS.server,
    log_level: values.logLevel,
    registry_config: REGISTRY_CONFIG,
  };
  const text = (document: object) => stringify(document, { version: '1.1', lineWidth: 0 });
  return { [CONFIG.registry]: text(registry), [CONFIG.controller]: text(controller) };
}
