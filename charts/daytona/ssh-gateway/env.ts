// What the SSH gateway reads.

import type { EnvValue } from '../../../lib/k8s/env';
import { COMPONENTS, listenPorts } from '../addresses';
import type { Platform } from '../platform';

export function sshGatewayEnv({ values, addresses, credentials, api }: Platform): Record<string, EnvValue> {
  return {
    SSH_GATEWAY_PORT: listenPorts(values).ssh,
    SSH_GATEWAY_HOST: addresses.ssh.host,
    API_URL: `${api.url}/api`,
    API_KEY: credentials.source('sshApiKey'),
    SSH_PRIVATE_KEY: credentials.source('sshClientKey'),
    SSH_PRIVATE_PUB_KEY: credentials.source('sshClientPublicKey'),
    SSH_HOST_KEY: credentials.source('sshHostKey'),
    ...credentials.others(COMPONENTS.sshGateway),
  };
}
