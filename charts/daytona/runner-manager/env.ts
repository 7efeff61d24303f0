// The environment of the runner manager, without its port and namespace.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { imageTextOf } from '../../../lib/k8s/workload/image-text';
import { COMPONENTS } from '../connections/addresses';
import type { Platform } from '../platform';

export function runnerManagerEnv({ release, values, credentials, api }: Platform): Record<string, EnvValue> {
  const { runnermanager, runner } = values.services;
  const { env } = runnermanager;
  return {
    API_TOKEN: credentials.source('managerToken'),
    SYSTEM_API_TOKEN: credentials.source('systemToken'),
    PROVIDER_TYPE: env.PROVIDER_TYPE,
    LOG_LEVEL: env.LOG_LEVEL,
    POD_WAIT_TIMEOUT: env.POD_WAIT_TIMEOUT,
    KUBECONFIG_PATH: env.KUBECONFIG_PATH || undefined,
    API_KEY: credentials.source('managerApiKey'),
    SERVER_URL: env.SERVER_URL || `${api.url}/api`,
    REGION_ID: env.REGION_ID,
    ENVIRONMENT: env.ENVIRONMENT,
    RUNNER_API_PORT: env.RUNNER_API_PORT || runner.env.API_PORT,
    PLACEHOLDER_POD_IMAGE: imageTextOf(release, env.PLACEHOLDER_POD_IMAGE),
    ...credentials.others(COMPONENTS.runnerManager),
  };
}
