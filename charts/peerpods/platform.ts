// What the parts of a release share, derived once from the values.

import type { Release } from '../../lib/k8s/release';
import type { Mounted, Provider } from './providers/catalog';
import type { Values } from './values';

/** Names of the Secrets that pods read, rendered or existing; absent where there is none. */
export interface SecretNames {
  /** Environment variables with the credentials of the provider. */
  readonly credentials?: string;
  /** `id_rsa` and `id_rsa.pub`, for providers that reach machines with SSH. */
  readonly sshKeys?: string;
  /** `ca.crt`, `client.crt` and `client.key`. */
  readonly certificates?: string;
}

export interface Platform {
  /** Everything that is made with it lives in the namespace of the adaptor; `inNamespace` gives another one. */
  readonly release: Release;
  readonly values: Values;
  readonly provider: Provider;
  /** Name of the ConfigMap with the settings of the adaptor, environment variables all of them. */
  readonly settings: string;
  readonly secrets: SecretNames;
  /** Name of the RuntimeClass of peer pods. */
  readonly runtimeClass: string;
  /** Token of the pod's own identity, where the provider takes one and it is asked for. */
  readonly token?: Mounted;
}
