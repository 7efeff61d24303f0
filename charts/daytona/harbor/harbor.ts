// What the components of Harbor share: names, labels, addresses, credentials.

import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { EnvValue } from '../../../lib/k8s/env';
import type { Labels } from '../../../lib/k8s/labels';
import type { Release } from '../../../lib/k8s/release';
import type { RedisAccess } from './redis-access';
import type { HarborSecrets } from './secrets';
import type { ImageStorage } from './storage-values';
import type { HarborValues } from './values';

/** The certificate that the Ingress needs. */
export interface RegistryCertificate {
  readonly name: string;
  readonly labels: Labels;
  readonly secretName: string;
  readonly host: string;
  /** Whether a Job of the release makes it. */
  readonly selfSigned: boolean;
  /** Annotations of the Ingress: some ask cert-manager for the certificate. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the platform tells Harbor. */
export interface HarborContext {
  /** Host name where the values give none. */
  readonly host: string;
  /** Secret with the certificate where the values name none. */
  readonly tlsSecretName: string;
  /** Sees to the Secret with the certificate: makes it, or declares that the user keeps it. */
  readonly certificate: (request: RegistryCertificate) => void;
  /** The platform's own external database, for a Harbor that is told to use one and not which. */
  readonly database?: SharedDatabase;
  /** The platform's own external Redis, likewise. */
  readonly redis?: SharedRedis;
}

export interface SharedDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly sslmode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
  readonly password: EnvValue;
}

export interface SharedRedis {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string;
  /** The text where it is known: it has to be part of URLs. */
  readonly password?: { readonly text: string } | { readonly source: IEnvVarSource };
}

export interface DatabaseAccess extends SharedDatabase {
  readonly database: string;
}

export interface Harbor {
  readonly release: Release;
  readonly values: HarborValues;
  /** Prefix of object names. */
  readonly prefix: string;
  readonly url: string;
  readonly host: string;
  readonly secrets: HarborSecrets;
  readonly database: DatabaseAccess;
  readonly redis: RedisAccess;
  readonly storage: ImageStorage;
}

/** Ports of the containers. Core, portal and jobservice have 80 at their Services. */
export const PORTS = { server: 8080, registry: 5000, database: 5432, redis: 6379, service: 80, tls: 8443 } as const;

export const names = (prefix: string) => ({
  core: `${prefix}-core`,
  portal: `${prefix}-portal`,
  registry: `${prefix}-registry`,
  jobservice: `${prefix}-jobservice`,
  database: `${prefix}-database`,
  redis: `${prefix}-redis`,
  trivy: `${prefix}-trivy`,
});

/** Addresses in the cluster. */
export function addresses(prefix: string) {
  const { core, portal, registry, jobservice, trivy } = names(prefix);
  return {
    core: `http://${core}:${PORTS.service}`,
    token: `http://${core}:${PORTS.service}/service/token`,
    portal: `http://${portal}`,
    jobservice: `http://${jobservice}`,
    registry: `http://${registry}:${PORTS.registry}`,
    controller: `http://${registry}:${PORTS.server}`,
    trivy: `http://${trivy}:${PORTS.server}`,
  };
}

/** Selector labels are those of the Helm chart. */
export const labelsOf = (release: Release, values: HarborValues, component: string): Labels =>
  release.labels(component, { release: release.name, ...appOf(values), component });

/** What all pods of Harbor have in common. */
export const appOf = ({ nameOverride }: HarborValues) => ({ app: nameOverride || 'harbor' });
