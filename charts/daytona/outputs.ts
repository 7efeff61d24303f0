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
import { publicAddresses } from './connections/addresses';
import { type HarborOutputs, harborOutputs } from './harbor/outputs';
import type { Values } from './values';

/** What a `Daytona` has created. An output is absent if the values turn it off, or a patch removed the object. */
export interface DaytonaOutputs extends HarborOutputs {
  /** Services. */
  readonly services: HarborOutputs['services'] & {
    /** The API and the dashboard. */
    readonly api: ServiceOutput<'http'>;
    /** The proxy for ports of sandboxes. */
    readonly proxy: ServiceOutput<'http'>;
    /** The SSH gateway. */
    readonly sshGateway?: ServiceOutput<'ssh'>;
    /** The runner manager. */
    readonly runnerManager?: ServiceOutput<'http'>;
    /** Dex, the built-in identity provider. */
    readonly dex?: ServiceOutput<'http'>;
    /** The built-in PostgreSQL. */
    readonly postgresql?: ServiceOutput<'tcp-postgresql'>;
    /** The pods of the built-in PostgreSQL, by name. */
    readonly postgresqlPods?: ServiceOutput<'tcp-postgresql'>;
    /** The built-in Redis. */
    readonly redis?: ServiceOutput<'tcp-redis'>;
    /** The pods of the built-in Redis, by name. */
    readonly redisPods?: ServiceOutput<'tcp-redis'>;
    /** The S3 API of the built-in MinIO. */
    readonly minio?: ServiceOutput<'http'>;
    /** The console of the built-in MinIO. */
    readonly minioConsole?: ServiceOutput<'http'>;
    /** The pods of a MinIO with several servers, by name. */
    readonly minioPods?: ServiceOutput<'http'>;
  };
  /** Objects that create pods. */
  readonly workloads: HarborOutputs['workloads'] & {
    /** The API. */
    readonly api: WorkloadOutput;
    /** The proxy. */
    readonly proxy: WorkloadOutput;
    /** The SSH gateway. */
    readonly sshGateway?: WorkloadOutput;
    /** The runner manager. */
    readonly runnerManager?: WorkloadOutput;
    /** The runners, on every sandbox node. */
    readonly runner?: WorkloadOutput;
    /** Dex. */
    readonly dex?: WorkloadOutput;
    /** The built-in PostgreSQL. */
    readonly postgresql?: WorkloadOutput;
    /** The built-in Redis. */
    readonly redis?: WorkloadOutput;
    /** The built-in MinIO. */
    readonly minio?: WorkloadOutput;
  };
  /** ServiceAccounts. */
  readonly serviceAccounts: HarborOutputs['serviceAccounts'] & {
    /** The account of the API, which can have a cloud role. */
    readonly api?: ServiceAccountOutput;
    /** The account of the proxy. */
    readonly proxy?: ServiceAccountOutput;
    /** The account of the SSH gateway. */
    readonly sshGateway?: ServiceAccountOutput;
    /** The account of the runner manager. */
    readonly runnerManager?: ServiceAccountOutput;
    /** The account of the runners, in their namespace. */
    readonly runner?: ServiceAccountOutput;
    /** The account of Dex. */
    readonly dex?: ServiceAccountOutput;
    /** The account of the built-in PostgreSQL. */
    readonly postgresql?: ServiceAccountOutput;
    /** The account of the built-in Redis. */
    readonly redis?: ServiceAccountOutput;
    /** The account of the built-in MinIO. */
    readonly minio?: ServiceAccountOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: HarborOutputs['secrets'] & {
    /** Credentials of the API. */
    readonly api?: SecretOutput;
    /** Credentials of the proxy. */
    readonly proxy?: SecretOutput;
    /** Keys of the SSH gateway. */
    readonly sshGateway?: SecretOutput;
    /** Tokens of the runner manager. */
    readonly runnerManager?: SecretOutput;
    /** Tokens of the runners, in their namespace. */
    readonly runner?: SecretOutput;
    /** Credentials of Dex' users and connectors. */
    readonly dex?: SecretOutput;
    /** The password of an external database. */
    readonly externalDatabase?: SecretOutput;
    /** The password of an external Redis. */
    readonly externalRedis?: SecretOutput;
    /** Passwords of the built-in PostgreSQL. */
    readonly postgresql?: SecretOutput;
    /** The password of the built-in Redis. */
    readonly redis?: SecretOutput;
    /** The administrator of the built-in MinIO. */
    readonly minio?: SecretOutput;
    /** The user of the built-in MinIO that the platform has. */
    readonly minioUser?: SecretOutput;
    /** Access keys of the bucket that the database is backed up to. */
    readonly backup?: SecretOutput;
  };
  /** ConfigMaps. */
  readonly configMaps: HarborOutputs['configMaps'] & {
    /** Settings of Dex. */
    readonly dex?: ConfigMapOutput;
    /** Scripts that the built-in PostgreSQL runs when it creates its database. */
    readonly postgresql?: ConfigMapOutput;
    /** Settings of the built-in Redis. */
    readonly redis?: ConfigMapOutput;
    /** Policies of the built-in MinIO. */
    readonly minio?: ConfigMapOutput;
  };
  /** PersistentVolumeClaims. Those of StatefulSets are created in the cluster. */
  readonly claims: HarborOutputs['claims'] & {
    /** The database of Dex. */
    readonly dex?: ClaimOutput;
    /** The objects of a MinIO with one server. */
    readonly minio?: ClaimOutput;
    /** Dumps of the built-in PostgreSQL. */
    readonly backup?: ClaimOutput;
  };
  /** URLs for clients outside the cluster. */
  readonly urls: {
    /** The API. */
    readonly api: string;
    /** The dashboard. */
    readonly dashboard: string;
    /** A sandbox's port, with `{{PORT}}` and `{{sandboxId}}` to fill in. */
    readonly previews: string;
    /** The issuer of the built-in Dex. */
    readonly dex?: string;
  };
}

export function outputsOf(read: OutputReader, values: Values): DaytonaOutputs {
  const harbor = harborOutputs(read);
  const { api, proxy, dex } = publicAddresses(values);
  const manager = 'runnermanager/manager';
  const account = (place: string) => read.serviceAccount(`${place}/service-account`);
  return present<DaytonaOutputs>({
    services: {
      ...harbor.services,
      api: read.service('api/service'),
      proxy: read.service('proxy/service'),
      sshGateway: read.service('ssh-gateway/service'),
      runnerManager: read.service(`${manager}/service`),
      dex: read.service('dex/service'),
      postgresql: read.service('postgresql/service'),
      postgresqlPods: read.service('postgresql/headless-service'),
      redis: read.service('redis/master-service'),
      redisPods: read.service('redis/headless-service'),
      minio: read.service('minio/service'),
      minioConsole: read.service('minio/console-service'),
      minioPods: read.service('minio/headless-service'),
    },
    workloads: {
      ...harbor.workloads,
      api: read.workload('api/deployment'),
      proxy: read.workload('proxy/deployment'),
      sshGateway: read.workload('ssh-gateway/deployment'),
      runnerManager: read.workload(`${manager}/deployment`),
      runner: read.workload('runner/runner/daemon-set'),
      dex: read.workload('dex/deployment'),
      postgresql: read.workload('postgresql/stateful-set'),
      redis: read.workload('redis/master-stateful-set'),
      minio: read.workload('minio/deployment', 'minio/stateful-set'),
    },
    serviceAccounts: {
      ...harbor.serviceAccounts,
      api: account('api'),
      proxy: account('proxy'),
      sshGateway: account('ssh-gateway'),
      runnerManager: account(manager),
      runner: account('runner/runner'),
      dex: account('dex'),
      postgresql: account('postgresql'),
      redis: account('redis'),
      minio: account('minio'),
    },
    secrets: {
      ...harbor.secrets,
      api: read.secret('secret-api'),
      proxy: read.secret('secret-proxy'),
      sshGateway: read.secret('secret-ssh-gateway'),
      runnerManager: read.secret('secret-runnermanager'),
      runner: read.secret('secret-runner'),
      dex: read.secret('dex/secret'),
      externalDatabase: read.secret('secret-db'),
      externalRedis: read.secret('secret-redis'),
      postgresql: read.secret('postgresql/secret'),
      redis: read.secret('redis/secret'),
      minio: read.secret('minio/root'),
      backup: read.secret('postgresql/backup/secret'),
      minioUser: read.secret('minio/user'),
    },
    configMaps: {
      ...harbor.configMaps,
      dex: read.configMap('dex/config'),
      postgresql: read.configMap('postgresql/scripts'),
      redis: read.configMap('redis/configuration'),
      minio: read.configMap('minio/policy'),
    },
    claims: {
      ...harbor.claims,
      dex: read.claim('dex/claim'),
      minio: read.claim('minio/claim'),
      backup: read.claim('postgresql/backup/claim'),
    },
    urls: {
      api: api.url,
      dashboard: api.dashboard,
      previews: proxy.previews,
      dex: values.dex.enabled ? dex.issuer : undefined,
    },
  });
}
