// Settings from the platform for Harbor.

import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { Publishing } from '../../../lib/k8s/gateway/publish';
import type { Labels } from '../../../lib/k8s/labels';
import type { EnvValue } from '../../../lib/k8s/workload/container';

/** The certificate that the Ingress needs. */
export interface RegistryCertificate {
  readonly name: string;
  readonly labels: Labels;
  readonly secretName: string;
  readonly host: string;
  /** Whether a Job of the release creates it. */
  readonly selfSigned: boolean;
  /** Whether it is for a listener of the release's Gateway. */
  readonly gateway: boolean;
  /** Annotations of the Ingress: some request the certificate from cert-manager. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface HarborContext {
  /** Default host name. */
  readonly host: string;
  /** What all public Services of the platform share. */
  readonly publishing: Pick<Publishing, 'routing' | 'listeners'>;
  /** Default Secret with the certificate. */
  readonly tlsSecretName: string;
  /** Creates the Secret with the certificate, or declares it as external. */
  readonly certificate: (request: RegistryCertificate) => void;
  /** The platform's external database, for a Harbor with an external database that is not specified. */
  readonly database?: SharedDatabase;
  /** The same for the external Redis. */
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
  /** The text, if known: it is needed inside URLs. */
  readonly password?: { readonly text: string } | { readonly source: IEnvVarSource };
}
