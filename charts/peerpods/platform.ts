// What the parts of a release share, derived once from the values.

import type { Release } from '../../lib/k8s/release';
import type { Mounted, Provider } from './providers/catalog';
import type { Values } from './values';

/** Names of the Secrets that pods read, rendered or existing; absent if there is none. */
export interface SecretNames {
  /** Environment variables with the credentials of the provider. */
  readonly credentials?: string;
  /** `id_rsa` and `id_rsa.pub`, for providers that connect to VMs with SSH. */
  readonly sshKeys?: string;
  /** `ca.crt`, `client.crt` and `client.key`. */
  readonly certificates?: string;
}

export interface Platform {
  /** Objects that are created with it are in the adaptor's namespace; `inNamespace` gives another one. */
  readonly release: Release;
  readonly values: Values;
  readonly provider: Provider;
  /** Name of the ConfigMap with the settings of the adaptor, all of them environment variables. */
  readonly settings: string;
  readonly secrets: SecretNames;
  /** Name of the RuntimeClass of peer pods. */
  readonly runtimeClass: string;
  /** Token of the pod's own identity, if the provider supports one and it is enabled. */
  readonly token?: Mounted;
}
