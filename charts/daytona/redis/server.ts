// What the parts of the built-in Redis share, and its configuration.

import type { Release } from '../../../lib/k8s/release';
import { nanos } from '../../../lib/names/quantity';
import type { SecretKey } from '../connections/built-in';
import type { RedisValues } from './values';

/** The port of the Services; that of the container comes from the values. */
export const PORT = 6379;

/** Port of the exporter. */
export const METRICS = 9121;

/** Name of the container's port. */
export const PORT_NAME = 'tcp-redis';

/** In memory: the password, in the server's format. */
export const AUTH_FILE = '/run/redis/auth.conf';

export interface Server {
  readonly release: Release;
  readonly values: RedisValues;
  /** Prefix of object names. */
  readonly name: string;
  /** Name of the ServiceAccount. */
  readonly account: string;
  readonly configuration: string;
  readonly password?: SecretKey;
}

export const hostOf = (name: string): string => `${name}-master`;

const BILLION = 1_000_000_000n;

/** Bytes for data: the configured amount, or three quarters of the memory limit; unlimited without either. */
function maxmemory({ maxmemory: given, resources }: RedisValues): bigint | undefined {
  if (given) return nanos(given) / BILLION;
  const limit = resources.limits.memory;
  return limit === undefined ? undefined : (nanos(limit) * 3n) / 4n / BILLION;
}

/** The configuration files, by name. None of them contains a password. */
export function configuration({ values, name }: Pick<Server, 'values' | 'name'>): Record<string, string> {
  const bytes = maxmemory(values);
  const common = [
    'dir /data',
    `port ${values.containerPorts.redis}`,
    // Passwords and the network policy protect the server, not the bind address.
    'protected-mode no',
    'appendonly yes',
    'save ""',
    ...(bytes === undefined ? [] : [`maxmemory ${bytes}`]),
    // Locks and queues must not be evicted when memory runs out.
    'maxmemory-policy noeviction',
    `include ${AUTH_FILE}`,
  ];
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  return {
    'redis.conf': text(common),
    ...(values.replica.replicaCount > 0
      ? { 'replica.conf': text([...common, `replicaof ${hostOf(name)} ${PORT}`]) }
      : {}),
  };
}
