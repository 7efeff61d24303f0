// The runner: a privileged pod on every sandbox node that runs the sandboxes of that node.

import { Construct } from 'constructs';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IContainerPort } from 'kubernetes-models/v1/ContainerPort';
import type { IHostAlias } from 'kubernetes-models/v1/HostAlias';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { type ServiceAccountValues, serviceAccount } from '../../../lib/k8s/access/service-account';
import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';
import { type ContainerSettings, container, type EnvValue, env, podField } from '../../../lib/k8s/workload/container';
import { declareExtras, type ExtraValues, withExtras } from '../../../lib/k8s/workload/extras';
import type { NodeAgents } from '../../../lib/k8s/workload/placement';
import type { PodSettings } from '../../../lib/k8s/workload/pod';
import type { Pool } from '../nodes/node-pool';
import { HOST_FILES, type HostOptions, hostFiles } from '../nodes/runner-host';
import type { ImageLine } from './image-line';
import { runnerDaemonSet } from './runner-daemon-set';

/** The labels that the manager looks for on a node, and those of later builds. */
export const RUNNER_LABELS = {
  selector: { app: 'daytona-runner' },
  extra: { 'daytona.io/runner': 'true' },
} as const;

/** Props of `Runner`. All are complete: defaults are already merged. */
export interface RunnerProps extends HostOptions {
  /** The release in the namespace of the runner, where the manager looks for it. */
  readonly release: Release;
  /** Labels of the objects; the selector contains those of `RUNNER_LABELS`. */
  readonly labels: Labels;
  /** Name of the DaemonSet. */
  readonly name: string;
  /** Annotations of the DaemonSet. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Placement, labels and security context of the pods. */
  readonly settings: PodSettings;
  /** Label and taint of the nodes that the runner runs on. */
  readonly pool: Pool;
  /** Whether the pods also get the chart's placement. */
  readonly nodeAgents: NodeAgents;
  /** Image, resources and security context of the container. */
  readonly container: ContainerSettings;
  /** Port of the runner's API, on the node itself. */
  readonly apiPort: number;
  /** Port of the runner's SSH gateway, on the node itself; absent if it is disabled. */
  readonly sshPort?: number;
  /** Program and arguments; absent for the image's own. */
  readonly command?: readonly string[];
  /** OCI runtime of the sandboxes, by Docker's name; empty for Docker's default. */
  readonly containerRuntime: string;
  /** Everything else that the runner reads: literals, or references for tokens. */
  readonly env: Readonly<Record<string, EnvValue>>;
  /** Liveness probe of the container. */
  readonly livenessProbe: IProbe;
  /** Readiness probe of the container. */
  readonly readinessProbe: IProbe;
  /** Variables, volumes and mounts that users add. */
  readonly extras: ExtraValues;
  /** Volumes of the init containers and of `mounts`. Default: none. */
  readonly volumes?: readonly IVolume[];
  /** Additional mounts of the runner. Default: none. */
  readonly mounts?: readonly IVolumeMount[];
  /** Containers that run before the runner. Default: none. */
  readonly initContainers?: readonly IContainer[];
  /** Containers in front of the runner, such as a registry proxy. */
  readonly sidecars?: readonly IContainer[];
  /** Lines of /etc/hosts in the pod. */
  readonly hostAliases: readonly IHostAlias[];
  /** Whether to create a ServiceAccount, its name and its annotations. */
  readonly serviceAccount: ServiceAccountValues;
  /** Whether the pods get a token for the API server. Default: no. */
  readonly automountServiceAccountToken?: boolean;
  /** Pods that an update may take down at a time: a number or a percentage. */
  readonly maxUnavailable: number | string;
}

/** The runner: a privileged DaemonSet on the sandbox nodes, with its ServiceAccount. */
export class Runner extends Construct {
  constructor(scope: Construct, id: string, props: RunnerProps) {
    super(scope, id);
    const { release, labels, name, extras, initContainers = [], sidecars = [] } = props;
    declareExtras(release, extras);
    const account = serviceAccount(this, 'service-account', release, props.serviceAccount, { name, labels });
    const files = hostFiles(props);
    runnerDaemonSet(this, {
      ...props,
      serviceAccountName: account,
      initContainers,
      containers: [...sidecars, runnerContainer(props, files.mounts)],
      volumes: [...files.volumes, ...(props.volumes ?? []), ...extras.extraVolumes],
    });
  }
}

/** Variables that only the fork for Kubernetes reads. */
const OF_FORK: Readonly<Record<string, EnvValue>> = {
  DAEMON_BINARIES_DIR: HOST_FILES.binaries,
  CONFIG_FILE_PATH: HOST_FILES.token,
  NODE_NAME: podField('spec.nodeName'),
  POD_NAME: podField('metadata.name'),
  POD_IP: podField('status.podIP'),
};

/** The public image starts its own Docker, which would take the socket from the node's. */
const WITHOUT_DOCKER = ['daytona-runner'];

/** The command for an image line; `undefined` to run the entry point of the image. */
export const runnerCommand = (line: ImageLine, given: readonly string[] = []): readonly string[] | undefined =>
  given.length > 0 ? given : line === 'public' ? WITHOUT_DOCKER : undefined;

function runnerContainer(props: RunnerProps, mounts: readonly IVolumeMount[]): IContainer {
  const { apiPort, sshPort, command } = props;
  const builtIn = env({
    API_PORT: apiPort,
    CONTAINER_RUNTIME: props.containerRuntime || undefined,
    SSH_GATEWAY_ENABLE: sshPort !== undefined,
    SSH_GATEWAY_PORT: sshPort,
    LOG_FILE_PATH: HOST_FILES.log,
    ...(props.line === 'public' ? { RUNNER_DOMAIN: podField('status.hostIP') } : OF_FORK),
    ...props.env,
  });
  return withExtras(
    {
      ...container(props.release, 'runner', props.container),
      ...(command ? { command: [...command] } : {}),
      ports: [nodePort('api', apiPort), ...(sshPort === undefined ? [] : [nodePort('ssh-gateway', sshPort)])],
      env: builtIn,
      livenessProbe: props.livenessProbe,
      readinessProbe: props.readinessProbe,
      volumeMounts: [...mounts, ...(props.mounts ?? [])],
    },
    props.extras,
  );
}

/** On the host network, both numbers must be equal. */
const nodePort = (name: string, port: number): IContainerPort => ({
  name,
  containerPort: port,
  hostPort: port,
  protocol: 'TCP',
});
