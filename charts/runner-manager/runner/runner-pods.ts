// What the manager needs to create runner pods itself: their account, their settings and their credentials.

import type { Construct } from 'constructs';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { configMap } from '../../../lib/k8s/secret/config';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import { imageReference } from '../../../lib/k8s/workload/image';
import type { Home } from '../names';
import { HOST_FILES } from '../nodes/runner-host';
import { RUNNER_LABELS } from './runner';
import { runnerCredentials, runnerSettings } from './runner-settings';

/** Creates them in the namespace of the runner pods. Returns the manager's variables that refer to them. */
export function runnerPods(scope: Construct, { values, sandboxes }: Home): Record<string, EnvValue> {
  const { runner } = values;
  const name = RUNNER_LABELS.selector.app;
  const labels = sandboxes.labels('runner', RUNNER_LABELS.selector, RUNNER_LABELS.extra);
  const account = serviceAccount(scope, 'runner-account', sandboxes, runner.serviceAccount, { name, labels });
  const config = `${name}-config`;
  runnerCredentials(scope, { values, sandboxes }, labels, 'API_TOKEN');
  configMap(scope, 'runner-config', sandboxes, {
    name: config,
    labels,
    data: texts({
      API_PORT: runner.port,
      CONTAINER_RUNTIME: runner.containerRuntime,
      SSH_GATEWAY_ENABLE: runner.sshGateway.enabled,
      SSH_GATEWAY_PORT: runner.sshGateway.enabled ? runner.sshGateway.port : undefined,
      LOG_FILE_PATH: HOST_FILES.log,
      DAEMON_BINARIES_DIR: HOST_FILES.binaries,
      CONFIG_FILE_PATH: HOST_FILES.token,
      ...runnerSettings(values),
    }),
  });
  return {
    RUNNER_POD_IMAGE: imageReference(sandboxes, runner.image),
    RUNNER_POD_SERVICE_ACCOUNT: account,
    RUNNER_POD_CONFIG_MAP: config,
    RUNNER_POD_SECRET: runner.existingSecret || `${name}-secrets`,
  };
}

const texts = (variables: Readonly<Record<string, EnvValue>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
