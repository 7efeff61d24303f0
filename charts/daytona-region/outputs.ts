// The objects that the construct exposes.

import {
  type ClaimOutput,
  type ConfigMapOutput,
  type OutputReader,
  present,
  type SecretOutput,
  type ServiceAccountOutput,
  type ServiceOutput,
  type WorkloadOutput,
} from '../../lib/pipeline/outputs';
import { parseOrigin, parseProxyUrl } from './origin';
import { snapshotUrl } from './region';
import type { Values } from './values';

/** What a `DaytonaRegion` has created. An output is absent if the values turn it off, or a patch removed the object. */
export interface DaytonaRegionOutputs {
  /** Services. */
  readonly services: {
    /** The proxy. */
    readonly proxy: ServiceOutput<'http'>;
    /** The snapshot manager. */
    readonly snapshotManager?: ServiceOutput<'http'>;
    /** The SSH gateway. */
    readonly sshGateway?: ServiceOutput<'ssh'>;
    /** The runner manager. */
    readonly runnerManager?: ServiceOutput<'http'>;
  };
  /** Objects that create pods. */
  readonly workloads: {
    /** The proxy. */
    readonly proxy: WorkloadOutput;
    /** The snapshot manager. */
    readonly snapshotManager?: WorkloadOutput;
    /** The SSH gateway. */
    readonly sshGateway?: WorkloadOutput;
    /** The runner manager. */
    readonly runnerManager?: WorkloadOutput;
    /** The DaemonSet of the sandbox nodes. */
    readonly runner?: WorkloadOutput;
  };
  /** ServiceAccounts. */
  readonly serviceAccounts: {
    /** The account of the proxy. */
    readonly proxy?: ServiceAccountOutput;
    /** The account of the snapshot manager, which can have a cloud role. */
    readonly snapshotManager?: ServiceAccountOutput;
    /** The account of the SSH gateway. */
    readonly sshGateway?: ServiceAccountOutput;
    /** The account of the runner manager. */
    readonly runnerManager?: ServiceAccountOutput;
    /** The account of the runners, which can have a cloud role. */
    readonly runner?: ServiceAccountOutput;
    /** The account of the Job that registers the region. */
    readonly registration?: ServiceAccountOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: {
    /** The API key of Daytona, with which the region is registered. */
    readonly daytonaApiKey?: SecretOutput;
    /** The key of the proxy. */
    readonly proxyApiKey?: SecretOutput;
    /** Static keys of the snapshot manager's S3 bucket. */
    readonly snapshotStorage?: SecretOutput;
    /** The secret that signs uploads to the snapshot manager. */
    readonly snapshotHttp?: SecretOutput;
    /** Keys of the SSH gateway. */
    readonly sshGateway?: SecretOutput;
    /** The variables of the runners. */
    readonly runner?: SecretOutput;
  };
  /** ConfigMaps. */
  readonly configMaps: {
    /** Settings of the runners. */
    readonly runner?: ConfigMapOutput;
    /** The program that mounts volumes of sandboxes. */
    readonly volumeShim?: ConfigMapOutput;
  };
  /** PersistentVolumeClaims. */
  readonly claims: {
    /** The snapshots, if they are on a volume. */
    readonly snapshots?: ClaimOutput;
  };
  /** URLs for clients outside the cluster. */
  readonly urls: {
    /** The proxy. */
    readonly proxy: string;
    /** The snapshot manager, if its URL is known. */
    readonly snapshotManager?: string;
  };
}

export function outputsOf(read: OutputReader, values: Values): DaytonaRegionOutputs {
  const snapshots = snapshotUrl(values);
  return present<DaytonaRegionOutputs>({
    services: {
      proxy: read.service('proxy/service'),
      snapshotManager: read.service('snapshot-manager/service'),
      sshGateway: read.service('ssh-gateway/service'),
      runnerManager: read.service('runnermanager/manager/service'),
    },
    workloads: {
      proxy: read.workload('proxy/deployment'),
      snapshotManager: read.workload('snapshot-manager/deployment'),
      sshGateway: read.workload('ssh-gateway/deployment'),
      runnerManager: read.workload('runnermanager/manager/deployment'),
      runner: read.workload('runner/daemon-set') ?? read.workload('runner/runner/daemon-set'),
    },
    serviceAccounts: {
      proxy: read.serviceAccount('proxy/service-account'),
      snapshotManager: read.serviceAccount('snapshot-manager/service-account'),
      sshGateway: read.serviceAccount('ssh-gateway/service-account'),
      runnerManager: read.serviceAccount('runnermanager/manager/service-account'),
      runner: read.serviceAccount('runner/service-account'),
      registration: read.serviceAccount('region-registration/registration-service-account'),
    },
    secrets: {
      daytonaApiKey: read.secret('region-registration/api-key'),
      proxyApiKey: read.secret('proxy/api-key'),
      snapshotStorage: read.secret('snapshot-manager/s3'),
      snapshotHttp: read.secret('snapshot-manager/http-secret'),
      sshGateway: read.secret('ssh-gateway/secret'),
      runner: read.secret('runner/secret'),
    },
    configMaps: { runner: read.configMap('runner/config'), volumeShim: read.configMap('runner/volume-shim') },
    claims: { snapshots: read.claim('snapshot-manager/claim') },
    urls: {
      proxy: parseProxyUrl(values.proxyUrl).url,
      snapshotManager: snapshots === undefined ? undefined : parseOrigin(snapshots).url,
    },
  });
}
