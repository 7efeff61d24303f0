// Connection settings of the backing services, wherever they run.

import type { EnvValue } from '../../../lib/k8s/workload/container';

export interface Database {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: EnvValue;
  /** Absent for the built-in service, which has no TLS. */
  readonly tls?: { readonly enabled: boolean; readonly verified: boolean };
}

export interface Redis {
  readonly host: string;
  readonly port: number;
  /** Absent for the built-in service. */
  readonly tls?: boolean;
  readonly user?: string;
  readonly password: EnvValue;
}

export interface ObjectStore {
  /** Empty if there is none, which disables volumes. */
  readonly endpoint: string;
  /** The same from any namespace. */
  readonly globalEndpoint: string;
  readonly stsEndpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accountId: string;
  readonly role: string;
  readonly accessKey: EnvValue;
  readonly secretKey: EnvValue;
}

export interface ImageRegistry {
  readonly url: string;
  readonly user: string;
  readonly password: EnvValue;
  readonly project: string;
}

export interface Registries {
  readonly transient: ImageRegistry;
  readonly internal: ImageRegistry;
}

export interface IdentityProvider {
  readonly clientId: string;
  readonly audience: string;
  /** For pods. */
  readonly url: string;
  /** For browsers. */
  readonly publicUrl: string;
}

/** Variables that API and proxy have in common. */
export const redisEnv = ({ host, port, tls, user, password }: Redis): Record<string, EnvValue> => ({
  REDIS_HOST: host,
  REDIS_PORT: port,
  REDIS_TLS: tls,
  REDIS_USERNAME: user || undefined,
  REDIS_PASSWORD: password ?? '',
});
