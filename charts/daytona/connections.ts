// What the platform must know of its backing services, wherever they run.

import type { EnvValue } from '../../lib/k8s/env';

export interface Database {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: EnvValue;
  /** Absent for the built-in one, which has no TLS. */
  readonly tls?: { readonly enabled: boolean; readonly verified: boolean };
}

export interface Redis {
  readonly host: string;
  readonly port: number;
  /** Absent for the built-in one. */
  readonly tls?: boolean;
  readonly user?: string;
  readonly password: EnvValue;
}

export interface ObjectStore {
  /** Empty: there is none, and volumes are off. */
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
  /** As pods reach it. */
  readonly url: string;
  /** As browsers reach it. */
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
