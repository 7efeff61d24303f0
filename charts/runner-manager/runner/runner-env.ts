// Variables of the runner from its values, and those that differ between lines and versions of its image.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { isOlder } from '../../../lib/names/image-version';
import type { Static } from '../../../lib/values/schema/schema';
import type { runnerVariables } from './env-values';
import { type ImageLine, lineOf } from './image-line';

interface Image {
  readonly tag: string;
}

type RunnerVariables = {
  readonly [K in keyof ReturnType<typeof runnerVariables>]: Static<ReturnType<typeof runnerVariables>[K]>;
};

/** The variables of `runnerVariables`. */
export const variablesOf = (image: Image, env: RunnerVariables): Record<string, EnvValue> => ({
  API_PORT: env.API_PORT,
  ENVIRONMENT: env.ENVIRONMENT,
  CONTAINER_RUNTIME: env.CONTAINER_RUNTIME,
  LOG_FILE_PATH: env.LOG_FILE_PATH,
  LOG_LEVEL: env.LOG_LEVEL,
  SSH_GATEWAY_ENABLE: env.SSH_GATEWAY_ENABLE || 'true',
  SSH_GATEWAY_PORT: env.SSH_GATEWAY_PORT,
  RESOURCE_LIMITS_DISABLED: env.RESOURCE_LIMITS_DISABLED || 'false',
  ...cacheRetention(image, env.CACHE_RETENTION_DAYS),
  DAEMON_START_TIMEOUT_SEC: env.DAEMON_START_TIMEOUT_SEC,
  SANDBOX_START_TIMEOUT_SEC: env.SANDBOX_START_TIMEOUT_SEC,
});

/** How long the runner caches information about backups. */
export function cacheRetention({ tag }: Image, days: number | string): Record<string, EnvValue> {
  if (isOlder(tag, 'v0.158.0')) return { CACHE_RETENTION_DAYS: days };
  return { BACKUP_INFO_CACHE_RETENTION: `${Number(days) * 24}h` };
}

/** Only the fork has a token that it shares with its manager. */
export const readsSystemToken = (image: Image): boolean => lineOf(image) === 'kubernetes';

/** The runner's own token, by the variable that the image reads. */
export const tokenVariable = (line: ImageLine): 'API_TOKEN' | 'DAYTONA_RUNNER_TOKEN' =>
  line === 'public' ? 'DAYTONA_RUNNER_TOKEN' : 'API_TOKEN';
