// Variables that must not be set instead of the values that they belong to.

import { noLiteralCredential, noneDerived } from '../../../lib/k8s/workload/extras';
import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

const system = { SYSTEM_API_TOKEN: 'daytona.systemApiToken' };

export const extraEnvRules: readonly Rule<Values>[] = [
  // Ports and places are also in the pod, the Service or the roles: one value sets all of them.
  noneDerived((v: Values) => v.extraEnv, { API_PORT: 'port', PROVIDER_NAMESPACE: 'provider.namespace' }),
  noneDerived((v: Values) => v.runner.extraEnv, {
    API_PORT: 'runner.port',
    SSH_GATEWAY_ENABLE: 'runner.sshGateway.enabled',
    SSH_GATEWAY_PORT: 'runner.sshGateway.port',
    CONTAINER_RUNTIME: 'runner.containerRuntime',
  }),
  noLiteralCredential((v: Values) => v.extraEnv, { ...system, API_TOKEN: 'apiToken', API_KEY: 'daytona.apiKey' }),
  noLiteralCredential((v: Values) => v.runner.extraEnv, {
    ...system,
    API_TOKEN: 'runner.apiToken',
    AWS_ACCESS_KEY_ID: 'runner.aws.accessKeyId',
    AWS_SECRET_ACCESS_KEY: 'runner.aws.secretAccessKey',
  }),
];
