// Rules between the values of the runners.

import { showsCredential } from '../../../lib/k8s/secret/credential-name';
import { unknownVariables } from '../../../lib/k8s/workload/env-values';
import { noLiteralCredential, noneDerived, volumeRules } from '../../../lib/k8s/workload/extras';
import { credentialRules } from '../../../lib/values/schema/credential';
import type { Rule } from '../../../lib/values/validate';
import { isolatedSandboxes, knownRuntime } from '../../runner-manager/nodes/container-runtime';
import type { Values } from '../values';
import { runnerEnv } from './env-values';
import { nodeRules } from './node-rules';
import { RUNNER_VOLUMES } from './volumes';

const isOn = ({ services }: Values): boolean => services.runner.enabled;

const STORE_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

const credentials: readonly Rule<Values>[] = [
  ...credentialRules<Values>({
    at: (v) => v.services.runner.env.API_TOKEN,
    existing: (v) => v.services.runner.existingSecret,
    needed: isOn,
    command: 'sandbox-charts secrets daytona-region',
    published: ['secret_api_token'],
  }),
  (values, report) => {
    const { env, aws, existingSecret } = values.services.runner;
    for (const name of isOn(values) ? STORE_KEYS : []) {
      if (!env[name]) continue;
      if (existingSecret) {
        report.error(
          (v) => v.services.runner.env[name],
          'conflicts with services.runner.existingSecret: set only one of them',
        );
      } else if (aws.credentialMode === 'irsa') {
        report.error(
          (v) => v.services.runner.env[name],
          'conflicts with services.runner.aws.credentialMode=irsa: the role of the ServiceAccount is used instead',
        );
      }
    }
  },
  (values, report) => {
    const { env, existingSecret } = values.services.runner;
    const [missing, ...more] = STORE_KEYS.filter((name) => env[name] === '');
    if (isOn(values) && !existingSecret && missing && more.length === 0) {
      report.error((v) => v.services.runner.env[missing], 'is missing: set both keys or neither');
    }
  },
  (values, report) => {
    const { env, existingSecret } = values.services.runner;
    if (!isOn(values) || !existingSecret) return;
    for (const [name, value] of Object.entries(unknownVariables(runnerEnv, env))) {
      if (!showsCredential(name, value)) continue;
      report.error(
        (v) => (v.services.runner.env as unknown as Record<string, string>)[name],
        'is a credential: write it into the Secret services.runner.existingSecret',
      );
    }
  },
  (values, report) => {
    const { aws, existingSecret } = values.services.runner;
    if (isOn(values) && aws.allowEmptyStaticKeyShim && (aws.credentialMode === 'static' || existingSecret)) {
      report.warning(
        (v) => v.services.runner.aws.allowEmptyStaticKeyShim,
        'has no effect: only credentialMode irsa without existingSecret has no keys',
      );
    }
  },
];

/** The gateway logs in to runners with the private half. */
const gatewayKey: readonly Rule<Values>[] = [
  (values, report) => {
    const { runner, sshGateway } = values.services;
    const { pubClientSSHKey } = sshGateway.sshKeys;
    if (!isOn(values) || !sshGateway.enabled || pubClientSSHKey !== '' || runner.env.SSH_PUBLIC_KEY !== '') return;
    if (sshGateway.existingSecret === '') {
      report.error(
        (v) => v.services.sshGateway.sshKeys.pubClientSSHKey,
        'is required with services.runner.enabled: runners let the gateway in by this key (`sandbox-charts secrets daytona-region` generates it)',
      );
    } else {
      report.warning(
        (v) => v.services.runner.env.SSH_PUBLIC_KEY,
        'is empty: the SSH gateway cannot log in to runners. Set it to SSH_PRIVATE_PUB_KEY of services.sshGateway.existingSecret',
      );
    }
  },
  ({ services: { runner, sshGateway } }, report) => {
    const { pubClientSSHKey } = sshGateway.sshKeys;
    if (!runner.enabled || !sshGateway.enabled || !pubClientSSHKey || !runner.env.SSH_PUBLIC_KEY) return;
    if (runner.env.SSH_PUBLIC_KEY.trim() !== pubClientSSHKey.trim()) {
      report.error(
        (v) => v.services.runner.env.SSH_PUBLIC_KEY,
        'differs from services.sshGateway.sshKeys.pubClientSSHKey: the gateway could not log in to sandboxes',
      );
    }
  },
];

const MAIN = 'services.runner.mainContainer.enabled';

const ports: readonly Rule<Values>[] = [
  ({ services: { runner } }, report) => {
    const { api, ssh } = runner.ports;
    const { API_PORT, SSH_GATEWAY_PORT } = runner.env;
    if (api !== undefined && api !== API_PORT) {
      report.error((v) => v.services.runner.ports.api, `must be equal to services.runner.env.API_PORT (${API_PORT})`);
    }
    if (ssh !== undefined && ssh !== SSH_GATEWAY_PORT) {
      report.error(
        (v) => v.services.runner.ports.ssh,
        `must be equal to services.runner.env.SSH_GATEWAY_PORT (${SSH_GATEWAY_PORT})`,
      );
    }
  },
  (values, report) => {
    const { API_PORT, SSH_GATEWAY_PORT, SSH_GATEWAY_ENABLE } = values.services.runner.env;
    if (isOn(values) && SSH_GATEWAY_ENABLE !== 'false' && API_PORT === SSH_GATEWAY_PORT) {
      report.error(
        (v) => v.services.runner.env.SSH_GATEWAY_PORT,
        `must differ from services.runner.env.API_PORT (${API_PORT}): both are ports on the node`,
      );
    }
  },
  (values, report) => {
    const { registryProxy, env } = values.services.runner;
    const taken = [env.API_PORT, ...(env.SSH_GATEWAY_ENABLE === 'false' ? [] : [env.SSH_GATEWAY_PORT])];
    if (isOn(values) && registryProxy.enabled && taken.includes(registryProxy.listenPort)) {
      report.error(
        (v) => v.services.runner.registryProxy.listenPort,
        `${registryProxy.listenPort} is also a port of the runner: both are ports on the node`,
      );
    }
  },
];

export const runnerRules: readonly Rule<Values>[] = [
  ...credentials,
  ...gatewayKey,
  ...ports,
  knownRuntime((v: Values) => v.services.runner.env.CONTAINER_RUNTIME),
  isolatedSandboxes(
    (v: Values) => v.services.runner.env.CONTAINER_RUNTIME,
    isOn,
    (v) => v.services.runner.dockerInstaller.enabled,
  ),
  ...nodeRules,
  (values, report) => {
    const { runner, runnermanager } = values.services;
    if (isOn(values) && !runner.mainContainer.enabled && !runnermanager.enabled) {
      report.warning(
        (v) => v.services.runner.enabled,
        `starts no runner: set services.runnermanager.enabled or ${MAIN} to true`,
      );
    }
  },
  (values, report) => {
    const { mainContainer, extraEnv, extraVolumes } = values.services.runner;
    if (!isOn(values) || mainContainer.enabled) return;
    const message = `has no effect without ${MAIN}: runner pods that the manager creates read services.runner.env`;
    if (extraEnv.length > 0) report.warning((v) => v.services.runner.extraEnv, message);
    if (extraVolumes.length > 0) report.warning((v) => v.services.runner.extraVolumes, message);
  },
  noneDerived((v: Values) => v.services.runner.extraEnv, {
    API_PORT: 'services.runner.env.API_PORT',
    SSH_GATEWAY_ENABLE: 'services.runner.env.SSH_GATEWAY_ENABLE',
    SSH_GATEWAY_PORT: 'services.runner.env.SSH_GATEWAY_PORT',
    CONTAINER_RUNTIME: 'services.runner.env.CONTAINER_RUNTIME',
  }),
  noLiteralCredential((v: Values) => v.services.runner.extraEnv, { API_TOKEN: 'services.runner.env.API_TOKEN' }),
  ...volumeRules((v: Values) => v.services.runner, RUNNER_VOLUMES),
];
