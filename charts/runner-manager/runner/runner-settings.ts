// Settings of every runner, no matter who creates its pod.

import type { Construct } from 'constructs';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Labels } from '../../../lib/k8s/labels';
import { credentials } from '../../../lib/k8s/secret/credentials';
import type { EnvValue } from '../../../lib/k8s/workload/container';
import type { Home } from '../names';
import type { Values } from '../values';
import { RUNNER_LABELS } from './runner';
import { cacheRetention, readsSystemToken } from './runner-env';

export const runnerSettings = ({ runner: own, daytona }: Values): Record<string, EnvValue> => ({
  ENVIRONMENT: daytona.environment,
  DAYTONA_API_URL: daytona.apiUrl,
  SERVER_URL: daytona.apiUrl,
  LOG_LEVEL: own.logLevel,
  RESOURCE_LIMITS_DISABLED: own.resourceLimitsDisabled,
  ...cacheRetention(own.image, own.cacheRetentionDays),
  DAEMON_START_TIMEOUT_SEC: own.daemonStartTimeout,
  SANDBOX_START_TIMEOUT_SEC: own.sandboxStartTimeout,
  AWS_REGION: own.aws.region || undefined,
  AWS_ENDPOINT_URL: own.aws.endpointUrl || undefined,
  AWS_DEFAULT_BUCKET: own.aws.defaultBucket || undefined,
  SSH_PUBLIC_KEY: own.sshPublicKey || undefined,
});

/** The credentials of the runner by variable, in a Secret of the release or in one that the user manages. */
export function runnerCredentials(
  scope: Construct,
  { values, sandboxes }: Pick<Home, 'values' | 'sandboxes'>,
  labels: Labels,
  token: string,
): Record<string, IEnvVarSource | undefined> {
  const { runner: own, daytona } = values;
  const { aws, secretKeys: keys, existingSecret: existing } = own;
  const system = { SYSTEM_API_TOKEN: { key: keys.systemApiToken, value: daytona.systemApiToken } };
  return credentials<string>(scope, 'runner-secret', sandboxes, {
    name: `${RUNNER_LABELS.selector.app}-secrets`,
    labels,
    existing,
    entries: {
      [token]: { key: keys.apiToken, value: own.apiToken },
      ...(readsSystemToken(own.image) ? system : {}),
      AWS_ACCESS_KEY_ID: { key: keys.awsAccessKeyId, value: aws.accessKeyId, optional: true },
      AWS_SECRET_ACCESS_KEY: { key: keys.awsSecretAccessKey, value: aws.secretAccessKey, optional: true },
    },
  });
}
