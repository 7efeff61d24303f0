// The environment of the SSH gateway.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { COMPONENTS, listenPorts } from '../connections/addresses';
import type { Platform } from '../platform';

export function sshGatewayEnv({ values, credentials, api }: Platform): Record<string, EnvValue> {
  return {
    SSH_GATEWAY_PORT: listenPorts(values).ssh,
    API_URL: `${api.url}/api`,
    API_KEY: credentials.source('sshApiKey'),
    SSH_PRIVATE_KEY: credentials.source('sshClientKey'),
    SSH_HOST_KEY: credentials.source('sshHostKey'),
    ...credentials.others(COMPONENTS.sshGateway),
  };
}
