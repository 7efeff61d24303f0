// What the platform tells Harbor.

import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { EnvValue } from '../../../lib/k8s/env';
import type { Labels } from '../../../lib/k8s/labels';

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
