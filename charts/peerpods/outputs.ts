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

/** What a `PeerPods` has created. An output is absent if the values turn it off, or a patch removed the object. */
export interface PeerPodsOutputs {
  /** Services. */
  readonly services: {
    /** Metrics of peerpod-ctrl. */
    readonly controller?: ServiceOutput<'https'>;
    /** The admission webhook. */
    readonly webhook?: ServiceOutput<'https' | 'webhook'>;
  };
  /** Objects that create pods. */
  readonly workloads: {
    /** The Cloud API Adaptor, on every node for peer pods. */
    readonly adaptor: WorkloadOutput;
    /** peerpod-ctrl, which deletes VMs that are left over. */
    readonly controller?: WorkloadOutput;
    /** The admission webhook. */
    readonly webhook?: WorkloadOutput;
    /** kata-deploy, which installs Kata Containers on nodes. */
    readonly kataDeploy?: WorkloadOutput;
  };
  /** ServiceAccounts. */
  readonly serviceAccounts: {
    /** The account of the Cloud API Adaptor. */
    readonly adaptor?: ServiceAccountOutput;
    /** The account of peerpod-ctrl. */
    readonly controller?: ServiceAccountOutput;
    /** The account of the admission webhook. */
    readonly webhook?: ServiceAccountOutput;
    /** The account of kata-deploy. */
    readonly kataDeploy?: ServiceAccountOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: {
    /** Credentials of the cloud. */
    readonly credentials?: SecretOutput;
    /** SSH keys, for providers that use them. */
    readonly sshKeys?: SecretOutput;
    /** Certificates for the connection to the VMs. */
    readonly certificates?: SecretOutput;
  };
  /** ConfigMaps. */
  readonly configMaps: {
    /** Settings of the Cloud API Adaptor. */
    readonly settings: ConfigMapOutput;
  };
  /** Names of RuntimeClasses, for `runtimeClassName` of pods. */
  readonly runtimeClasses: {
    /** The RuntimeClass of peer pods, rendered with kata-deploy. */
    readonly peerPods?: string;
  };
}

export function outputsOf(read: OutputReader): PeerPodsOutputs {
  return present<PeerPodsOutputs>({
    services: { controller: read.service('controller-service'), webhook: read.service('webhook-service') },
    workloads: {
      adaptor: read.workload('adaptor'),
      controller: read.workload('controller'),
      webhook: read.workload('webhook'),
      kataDeploy: read.workload('kata'),
    },
    serviceAccounts: {
      adaptor: read.serviceAccount('adaptor-account'),
      controller: read.serviceAccount('controller-account'),
      webhook: read.serviceAccount('webhook-account'),
      kataDeploy: read.serviceAccount('kata-account'),
    },
    secrets: {
      credentials: read.secret('credentials'),
      sshKeys: read.secret('ssh-keys'),
      certificates: read.secret('certificates'),
    },
    configMaps: { settings: read.configMap('settings') },
    runtimeClasses: { peerPods: read.nameOf('kata-runtime-class', 'RuntimeClass') },
  });
}
