// The objects that the construct exposes.

import {
  type ConfigMapOutput,
  type OutputReader,
  present,
  type SecretOutput,
  type ServiceAccountOutput,
  type ServiceOutput,
  type WorkloadOutput,
} from '../../lib/pipeline/outputs';

/** What a `RunnerManager` has created. An output is absent if the values turn it off, or a patch removed the object. */
export interface RunnerManagerOutputs {
  /** Services. */
  readonly services: {
    /** The API of the runner manager. */
    readonly api: ServiceOutput<'http'>;
  };
  /** Objects that create pods. */
  readonly workloads: {
    /** The runner manager. */
    readonly manager: WorkloadOutput;
    /** The runners of the sandbox nodes, if they run as a DaemonSet. */
    readonly runner?: WorkloadOutput;
    /** Placeholder pods, which keep sandbox nodes ready. */
    readonly placeholders?: WorkloadOutput;
  };
  /** ServiceAccounts. */
  readonly serviceAccounts: {
    /** The account of the runner manager. */
    readonly manager?: ServiceAccountOutput;
    /** The account of the runners, in the namespace of the sandboxes. */
    readonly runner?: ServiceAccountOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: {
    /** The tokens of the runner manager. */
    readonly manager?: SecretOutput;
    /** The tokens of the runners, in the namespace of the sandboxes. */
    readonly runner?: SecretOutput;
  };
  /** ConfigMaps. */
  readonly configMaps: {
    /** Settings for the runner pods that the manager creates. */
    readonly runner?: ConfigMapOutput;
  };
  /** URLs for pods of every namespace. */
  readonly urls: {
    /** The API of the runner manager. */
    readonly api: string;
  };
}

export function outputsOf(read: OutputReader): RunnerManagerOutputs {
  const api = read.service<'http'>('manager/service', 'http');
  return present<RunnerManagerOutputs>({
    services: { api },
    workloads: {
      manager: read.workload('manager/deployment'),
      runner: read.workload('runner/daemon-set'),
      placeholders: read.workload('placeholders/deployment'),
    },
    serviceAccounts: {
      manager: read.serviceAccount('manager/service-account'),
      runner: read.serviceAccount('runner/service-account') ?? read.serviceAccount('runner-account'),
    },
    secrets: { manager: read.secret('secret'), runner: read.secret('runner-secret') },
    configMaps: { runner: read.configMap('runner-config') },
    urls: { api: api && `http://${api.name}.${api.namespace}:${api.ports.http}` },
  });
}
