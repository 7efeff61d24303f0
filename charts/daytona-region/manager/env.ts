// The environment of the runner manager, without its port and namespace.

import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { unknownVariables } from '../../../lib/k8s/workload/env-values';
import { imageReference } from '../../../lib/k8s/workload/image';
import { imageTextOf } from '../../../lib/k8s/workload/image-text';
import { CREDENTIAL_KEYS, type Region } from '../region';
import { runnerImage } from '../runner/image';
import type { RunnerObjects } from '../runner/settings';
import { managerValues } from './values';

export interface ManagerTokens {
  /** The API key of the organization. */
  readonly organization: IEnvVarSource;
  /** A key of the manager itself, if there is one. */
  readonly own: IEnvVarSource | undefined;
}

/** `runners` are the objects that runner pods read; absent if the values name others. */
export function managerEnv(region: Region, tokens: ManagerTokens, runners?: RunnerObjects): Record<string, EnvValue> {
  const { release, values, credentials, apiUrl } = region;
  const { runnermanager, runner } = values.services;
  const { env } = runnermanager;
  return {
    API_TOKEN: tokens.organization,
    SYSTEM_API_TOKEN: tokens.organization,
    API_KEY: tokens.own,
    MIN_RUNNERS: env.MIN_RUNNERS,
    PROVIDER_TYPE: env.PROVIDER_TYPE,
    LOG_LEVEL: env.LOG_LEVEL,
    POD_WAIT_TIMEOUT: env.POD_WAIT_TIMEOUT,
    KUBECONFIG_PATH: env.KUBECONFIG_PATH || undefined,
    SERVER_URL: env.SERVER_URL || apiUrl,
    REGION_ID: credentials.key(CREDENTIAL_KEYS.id),
    ENVIRONMENT: env.ENVIRONMENT,
    RUNNER_API_PORT: env.RUNNER_API_PORT || runner.env.API_PORT,
    PLACEHOLDER_POD_IMAGE: imageTextOf(release, env.PLACEHOLDER_POD_IMAGE),
    RUNNER_POD_IMAGE: env.RUNNER_POD_IMAGE
      ? imageTextOf(release, env.RUNNER_POD_IMAGE)
      : imageReference(release, runnerImage(region)),
    RUNNER_POD_SERVICE_ACCOUNT: env.RUNNER_POD_SERVICE_ACCOUNT || runners?.account,
    RUNNER_POD_CONFIG_MAP: env.RUNNER_POD_CONFIG_MAP || runners?.configMap,
    RUNNER_POD_SECRET: env.RUNNER_POD_SECRET || runners?.secret,
    DAYTONA_PRODUCTION_API: env.DAYTONA_PRODUCTION_API || 'true',
    ...unknownVariables(managerValues.properties.env, env),
  };
}
