// The objects that Harbor exposes.

import type {
  ClaimOutput,
  ConfigMapOutput,
  OutputReader,
  SecretOutput,
  ServiceAccountOutput,
  ServiceOutput,
  WorkloadOutput,
} from '../../../lib/pipeline/outputs';

/** The components of the built-in Harbor. */
export interface HarborOutputs {
  /** Services. */
  readonly services: {
    /** Harbor's core. */
    readonly harborCore?: ServiceOutput<'http-web'>;
    /** Harbor's web interface. */
    readonly harborPortal?: ServiceOutput<'http-web'>;
    /** Harbor's registry. */
    readonly harborRegistry?: ServiceOutput<'http-registry' | 'http-controller'>;
    /** Harbor's job service. */
    readonly harborJobservice?: ServiceOutput<'http-jobservice'>;
    /** Harbor's vulnerability scanner. */
    readonly harborTrivy?: ServiceOutput<'http-trivy'>;
    /** The nginx in front of Harbor, in place of an Ingress. */
    readonly harborNginx?: ServiceOutput<'http' | 'https'>;
    /** Harbor's own database. */
    readonly harborDatabase?: ServiceOutput<'tcp-database'>;
    /** Harbor's own Redis. */
    readonly harborRedis?: ServiceOutput<'tcp-redis'>;
  };
  /** Objects that create pods. */
  readonly workloads: {
    /** Harbor's core. */
    readonly harborCore?: WorkloadOutput;
    /** Harbor's web interface. */
    readonly harborPortal?: WorkloadOutput;
    /** Harbor's registry. */
    readonly harborRegistry?: WorkloadOutput;
    /** Harbor's job service. */
    readonly harborJobservice?: WorkloadOutput;
    /** Harbor's vulnerability scanner. */
    readonly harborTrivy?: WorkloadOutput;
    /** The nginx in front of Harbor. */
    readonly harborNginx?: WorkloadOutput;
    /** Harbor's own database. */
    readonly harborDatabase?: WorkloadOutput;
    /** Harbor's own Redis. */
    readonly harborRedis?: WorkloadOutput;
  };
  /** ServiceAccounts. */
  readonly serviceAccounts: {
    /** The account of Harbor's core. */
    readonly harborCore?: ServiceAccountOutput;
    /** The account of Harbor's web interface. */
    readonly harborPortal?: ServiceAccountOutput;
    /** The account of Harbor's registry. */
    readonly harborRegistry?: ServiceAccountOutput;
    /** The account of Harbor's job service. */
    readonly harborJobservice?: ServiceAccountOutput;
    /** The account of Harbor's vulnerability scanner. */
    readonly harborTrivy?: ServiceAccountOutput;
    /** The account of the nginx in front of Harbor. */
    readonly harborNginx?: ServiceAccountOutput;
    /** The account of Harbor's own database. */
    readonly harborDatabase?: ServiceAccountOutput;
    /** The account of Harbor's own Redis. */
    readonly harborRedis?: ServiceAccountOutput;
  };
  /** Secrets that are rendered from values. */
  readonly secrets: {
    /** Credentials of Harbor's core. */
    readonly harborCore?: SecretOutput;
    /** Credentials of Harbor's job service. */
    readonly harborJobservice?: SecretOutput;
    /** Credentials of Harbor's registry. */
    readonly harborRegistry?: SecretOutput;
    /** Logins to Harbor's registry. */
    readonly harborRegistryLogins?: SecretOutput;
    /** The password of Harbor's database. */
    readonly harborDatabase?: SecretOutput;
    /** URLs of Harbor's Redis, with its password. */
    readonly harborRedis?: SecretOutput;
  };
  /** ConfigMaps. */
  readonly configMaps: {
    /** Settings of Harbor's core. */
    readonly harborCore?: ConfigMapOutput;
    /** Settings of Harbor's web interface. */
    readonly harborPortal?: ConfigMapOutput;
    /** Settings of Harbor's registry. */
    readonly harborRegistry?: ConfigMapOutput;
    /** Settings of Harbor's job service. */
    readonly harborJobservice?: ConfigMapOutput;
    /** Environment variables of Harbor's job service. */
    readonly harborJobserviceEnv?: ConfigMapOutput;
    /** Settings of the nginx in front of Harbor. */
    readonly harborNginx?: ConfigMapOutput;
  };
  /** PersistentVolumeClaims. */
  readonly claims: {
    /** Images, if they are stored in a volume. */
    readonly harborRegistry?: ClaimOutput;
    /** Logs of Harbor's jobs. */
    readonly harborJobservice?: ClaimOutput;
  };
}

export function harborOutputs(read: OutputReader) {
  const service = <P extends string>(id: string) => read.service<P>(`harbor/${id}-service`);
  const workload = (id: string) => read.workload(`harbor/${id}-deployment`, `harbor/${id}-stateful-set`);
  const account = (id: string) => read.serviceAccount(`harbor/${id}-service-account`);
  return {
    services: {
      harborCore: service<'http-web'>('core'),
      harborPortal: service<'http-web'>('portal'),
      harborRegistry: service<'http-registry' | 'http-controller'>('registry'),
      harborJobservice: service<'http-jobservice'>('jobservice'),
      harborTrivy: service<'http-trivy'>('trivy'),
      harborNginx: service<'http' | 'https'>('nginx'),
      harborDatabase: service<'tcp-database'>('database'),
      harborRedis: service<'tcp-redis'>('redis'),
    },
    workloads: {
      harborCore: workload('core'),
      harborPortal: workload('portal'),
      harborRegistry: workload('registry'),
      harborJobservice: workload('jobservice'),
      harborTrivy: workload('trivy'),
      harborNginx: workload('nginx'),
      harborDatabase: workload('database'),
      harborRedis: workload('redis'),
    },
    serviceAccounts: {
      harborCore: account('core'),
      harborPortal: account('portal'),
      harborRegistry: account('registry'),
      harborJobservice: account('jobservice'),
      harborTrivy: account('trivy'),
      harborNginx: account('nginx'),
      harborDatabase: account('database'),
      harborRedis: account('redis'),
    },
    secrets: {
      harborCore: read.secret('harbor/core-secret'),
      harborJobservice: read.secret('harbor/jobservice-secret'),
      harborRegistry: read.secret('harbor/registry-secret'),
      harborRegistryLogins: read.secret('harbor/registry-htpasswd-secret'),
      harborDatabase: read.secret('harbor/database-secret'),
      harborRedis: read.secret('harbor/redis-urls'),
    },
    configMaps: {
      harborCore: read.configMap('harbor/core-config'),
      harborPortal: read.configMap('harbor/portal-config'),
      harborRegistry: read.configMap('harbor/registry-config'),
      harborJobservice: read.configMap('harbor/jobservice-config'),
      harborJobserviceEnv: read.configMap('harbor/jobservice-env'),
      harborNginx: read.configMap('harbor/nginx-config'),
    },
    claims: {
      harborRegistry: read.claim('harbor/registry-claim'),
      harborJobservice: read.claim('harbor/jobservice-claim'),
    },
  };
}
