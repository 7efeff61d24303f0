// Variables of the runner as values, for charts in which a runner is one of several services.

import { port } from '../../../lib/k8s/network/service';
import { switchVariable, variable } from '../../../lib/k8s/workload/env-values';
import { text } from '../../../lib/values/schema/schema';
import { containerRuntime } from '../nodes/container-runtime';

/** Ports, logs, limits and timeouts. */
export const runnerVariables = () => ({
  API_PORT: port({ description: 'Port of the runner API on the node (host network).', default: 3000 }),
  ENVIRONMENT: variable('Environment name.', 'production'),
  CONTAINER_RUNTIME: containerRuntime(),
  LOG_FILE_PATH: variable(
    'Log file; its directory is mounted from /var/log/daytona-runner on the node.',
    '/home/daytona/runner/runner.log',
  ),
  LOG_LEVEL: variable('Log level of the runner.', 'info'),
  SSH_GATEWAY_ENABLE: switchVariable('Whether the runner accepts SSH connections to its sandboxes.', 'true'),
  SSH_GATEWAY_PORT: port({ description: 'SSH port on the node (host network).', default: 2220 }),
  RESOURCE_LIMITS_DISABLED: switchVariable('Whether to run sandboxes without resource limits.', 'false'),
  CACHE_RETENTION_DAYS: text({
    description:
      'Days for which the runner caches information about backups: BACKUP_INFO_CACHE_RETENTION from v0.158.0.',
    default: '7',
    pattern: '^[1-9]\\d{0,4}$',
    expected: 'a number of days, at least 1',
  }),
  DAEMON_START_TIMEOUT_SEC: variable("Timeout for the start of a sandbox's daemon, in seconds.", '30'),
  SANDBOX_START_TIMEOUT_SEC: variable('Timeout for the start of a sandbox, in seconds.', '60'),
});

/** Folders and files. */
export const runnerFiles = () => ({
  DAEMON_BINARIES_DIR: variable(
    'Directory of the programs that are mounted into sandboxes. Only -k8s images read it.',
    '/var/lib/daytona/binaries',
  ),
  CONFIG_FILE_PATH: variable(
    "File in which the runner's token is stored. Only -k8s images read it.",
    '/host-token/token.txt',
  ),
});
