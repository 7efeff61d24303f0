// Values of the runner.

import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import { securityContext } from '../../../lib/k8s/common';
import { envValues, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { DNS_LABEL, LABEL_KEY } from '../../../lib/names/naming';
import { credential } from '../../../lib/values/schema/credential';
import { blocks, boolean, integerOrPercent, list, map, object, text } from '../../../lib/values/schema/schema';
import { INSTALLER, installerKeys } from '../../runner-manager/nodes/docker-installer-values';
import { registryProxyValues } from '../../runner-manager/nodes/registry-proxy-values';
import { RUNNER_SECURITY, runnerProbes } from '../../runner-manager/runner/container-defaults';
import { runnerFiles, runnerVariables } from '../../runner-manager/runner/env-values';
import { ownImageValues } from '../images/own-image';
import { egressGuardValues } from './egress-guard-values';
import { registrationValues } from './registration-values';

const env = envValues(() => ({
  ...runnerVariables(),
  DAYTONA_API_URL: urlVariable('URL of the API; defaults to its Service.'),
  SERVER_URL: urlVariable('URL of the API for older runner builds; defaults to DAYTONA_API_URL.'),
  API_TOKEN: credential({ description: 'Token with which the runner calls the API.', generate: 'password' }),
  SYSTEM_API_TOKEN: credential({
    description: 'Token shared by the manager and the runners. Only -k8s images read it.',
    generate: 'password',
  }),
  AWS_REGION: variable('Region of the object store; defaults to that of the API.'),
  AWS_ENDPOINT_URL: urlVariable('URL of the object store; defaults to that of the API.'),
  AWS_ACCESS_KEY_ID: credential({ description: 'Access key of the object store; defaults to that of the API.' }),
  AWS_SECRET_ACCESS_KEY: credential({ description: 'Secret key of the object store; defaults to that of the API.' }),
  AWS_DEFAULT_BUCKET: variable('Bucket for volumes; defaults to that of the API.'),
  SSH_PUBLIC_KEY: variable(
    'Public key of the SSH gateway, base64-encoded; defaults to services.sshGateway.sshKeys.pubClientSSHKey.',
  ),
  ...runnerFiles(),
}));

const {
  nodeSelector: _any,
  securityContext: _chart,
  ...keys
} = workloadValues({
  limits: { cpu: '2000m', memory: '4Gi' },
  requests: { cpu: '1000m', memory: '2Gi' },
});

export const runnerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether to run it.', default: true }),
    namespace: text({
      description:
        'Separate namespace for runner and placeholder pods; must allow the Pod Security level privileged. Defaults to the release namespace.',
      default: '',
      pattern: DNS_LABEL,
      maxLength: 63,
      expected: 'the name of a namespace',
    }),
    createNamespace: boolean({ description: 'Whether to create that namespace.', default: true }),
    image: ownImageValues('daytona-runner'),
    command: list(text({ description: 'Word of the command.' }), {
      description:
        "Command of the container. Public images run daytona-runner by default, without the Docker daemon that they would start; -k8s images run the image's own command.",
      default: [],
    }),
    env,
    volumes: object(
      {
        enabled: boolean({
          description: 'Whether sandboxes can mount volumes, if the API has an object store.',
          default: true,
        }),
      },
      { description: 'Volumes of sandboxes, which the runner mounts in /mnt on its node.' },
    ),
    registration: registrationValues,
    egressGuard: egressGuardValues,
    hostAliases: blocks<IHostAlias>('HostAlias', {
      description: 'Entries for the /etc/hosts of the runner and its node.',
      default: [],
    }),
    tokenHostPath: text({
      description: "Directory on the node for the runner's token. Only -k8s images have one.",
      default: '/mnt',
      pattern: '^/[^:]+$',
      expected: 'an absolute path',
    }),
    maxUnavailable: integerOrPercent({
      description: 'Maximum number or percentage of runners updated at once.',
      minimum: 1,
      default: 1,
    }),
    registryProxy: registryProxyValues(),
    dockerInstaller: object(installerKeys(), INSTALLER),
    ...runnerProbes(),
    nodeSelector: map(text({ description: 'Value of the label.' }), {
      description: 'Labels of its nodes, in addition to the label of nodePool. The published images are for amd64.',
      default: { 'kubernetes.io/arch': 'amd64' },
      keys: LABEL_KEY,
      expectedKeys: 'a label key',
    }),
    securityContext: securityContext(RUNNER_SECURITY),
    ...keys,
  }),
  { description: 'The runner, which runs the sandboxes on its node.' },
);
