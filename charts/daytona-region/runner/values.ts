// Values of the runners of a region, and of everything that prepares their nodes.

import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { annotationMap, podSettings } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import { extraValues } from '../../../lib/k8s/workload/extras';
import { imageValues } from '../../../lib/k8s/workload/image';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import {
  blocks,
  boolean,
  choice,
  integerOrPercent,
  object,
  objectName,
  optional,
  text,
} from '../../../lib/values/schema/schema';
import { registryProxyValues } from '../../runner-manager/nodes/registry-proxy-values';
import { RUNNER_SECURITY, runnerProbes } from '../../runner-manager/runner/container-defaults';
import { runnerEnv } from './env-values';
import { buildkitValues, daemonInstallerValues, dockerInstallerValues } from './installer-values';
import { networkPolicyOfSandboxes, sandboxIsolationValues, sandboxResourceValues } from './limits-values';
import { volumeValues } from './volume-values';

const aws = object(
  () => ({
    credentialMode: choice(['static', 'irsa'], {
      description:
        'How runners get keys of the object store: static from env, or irsa from the role of their ServiceAccount.',
      default: 'static',
    }),
    allowEmptyStaticKeyShim: boolean({
      description: 'Whether irsa sets both keys to empty text, for runners that do not start without the variables.',
      default: false,
    }),
  }),
  { description: 'Credentials of the object store.' },
);

const nodePort = (description: string) => optional(port({ description }));

export const runnerValues = object(
  () => ({
    enabled: boolean({ description: 'Whether the region has runners.', default: false }),
    image: imageValues({
      registry: 'docker.io',
      repository: 'daytonaio/daytona-runner',
      emptyTag: 'that of the version',
    }),
    mainContainer: object(
      {
        enabled: boolean({
          description: 'Whether the DaemonSet runs the runner itself, instead of pods that the manager creates.',
          default: false,
        }),
      },
      { description: 'The runner as a container of the DaemonSet.' },
    ),
    ports: object(
      {
        api: nodePort('Port of the runner API; must be equal to env.API_PORT, its default.'),
        ssh: nodePort('SSH port; must be equal to env.SSH_GATEWAY_PORT, its default.'),
      },
      { description: 'Ports of the main container on the node (host network).' },
    ),
    hostPaths: object(
      {
        varLibDaytona: text({
          description: 'Mounted at /var/lib/daytona.',
          default: '/var/lib/daytona',
          pattern: '^/[^:]+$',
          expected: 'an absolute path',
        }),
      },
      { description: 'Directories on the node for the main container.' },
    ),
    env: runnerEnv,
    existingSecret: objectName({
      description:
        'Existing Secret with API_TOKEN and, if needed, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, instead of those of env. Runner pods read all its keys as variables.',
      default: '',
    }),
    aws,
    hostAliases: blocks<IHostAlias>('HostAlias', {
      description: 'Entries for the /etc/hosts of the DaemonSet and, with dockerInstaller, of its nodes.',
      default: [],
    }),
    registryProxy: registryProxyValues(),
    dockerInstaller: dockerInstallerValues,
    docker: object(
      {
        daemonConfig: object(
          {
            enabled: boolean({
              description: 'Has no effect but a warning: runners use the Docker of their node, see dockerInstaller.',
              default: false,
            }),
          },
          { description: 'Settings of a Docker in the container of the runner.' },
        ),
      },
      { description: 'Docker, as in the Helm chart.' },
    ),
    buildkit: buildkitValues,
    daemonInstaller: daemonInstallerValues,
    networkPolicy: networkPolicyOfSandboxes,
    sandboxIsolation: sandboxIsolationValues,
    sandboxResources: sandboxResourceValues,
    volumes: volumeValues,
    maxUnavailable: integerOrPercent({
      description: 'Maximum number or percentage of pods of the DaemonSet updated at once.',
      minimum: 1,
      default: 1,
    }),
    ...runnerProbes(),
    resources: resourceValues({
      limits: { cpu: '2000m', memory: '4Gi' },
      requests: { cpu: '1000m', memory: '2Gi' },
    }),
    serviceAccount: object(
      {
        ...serviceAccountValues().properties,
        automountServiceAccountToken: boolean({
          description: 'Whether pods of the DaemonSet get a token for the API server. Nothing in them needs one.',
          default: false,
        }),
      },
      { description: 'ServiceAccount of the DaemonSet and of runner pods.' },
    ),
    annotations: annotationMap('Annotations of the DaemonSet.'),
    ...extraValues(),
    ...podSettings({ securityContext: RUNNER_SECURITY }),
  }),
  {
    description:
      'Runners of the region: what the manager needs to create them, and a DaemonSet that prepares sandbox nodes. Its namespace must allow the Pod Security level privileged.',
  },
);
