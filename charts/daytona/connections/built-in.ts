// What the built-in services share: names, security contexts, network policies, and connection settings.

import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { IEnvVarSource } from 'kubernetes-models/v1/EnvVarSource';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import { namePart, podSettings } from '../../../lib/k8s/common';
import type { NetworkPolicyValues } from '../../../lib/k8s/network/network-policy';
import type { Release } from '../../../lib/k8s/release';
import type { SecretHandle } from '../../../lib/k8s/secret/config';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../../lib/k8s/workload/hardened';
import { DNS_LABEL_LIMIT, fullName, shorten } from '../../../lib/names/naming';
import { because } from '../../../lib/values/foreign/helm-keys';
import { blocks, boolean, object } from '../../../lib/values/schema/schema';
import type { Rule } from '../../../lib/values/validate';

/** The command that generates credentials. */
export const SECRETS_COMMAND = 'sandbox-charts secrets daytona';

/** One key of a Secret. */
export interface SecretKey {
  readonly secret: SecretHandle;
  readonly key: string;
}

export const secretKey = (secret: SecretHandle, key: string): SecretKey => ({ secret, key });

/** The source of an environment variable; `undefined`, which omits it, for a credential that is not set. */
export const sourceOf = (credential: SecretKey | undefined): IEnvVarSource | undefined =>
  credential?.secret.key(credential.key);

/** Settings from the platform for every built-in service. */
export interface BuiltInContext {
  /** The clients that its network policy allows, in addition to those in the values. */
  readonly clients: readonly INetworkPolicyPeer[];
}

/** Keys that rename the objects of a service. */
export const nameValues = () => ({
  nameOverride: namePart("Replaces the service's name in object names."),
  fullnameOverride: namePart('Replaces the whole prefix of object names, including the release name.'),
});

/** Characters that a StatefulSet's revision adds to its name in a label of at most 63. */
const REVISION = 11;

/**
 * Prefix of a service's object names: the release, and the service unless the release's name contains it.
 * `setSuffix` is the longest that one of its StatefulSets appends; other objects append no more than that and 11
 * characters.
 */
export function serviceName(
  release: Release,
  service: string,
  { nameOverride, fullnameOverride }: { readonly nameOverride: string; readonly fullnameOverride: string },
  setSuffix = '',
): string {
  const source = { release: release.name, chart: service, nameOverride, fullnameOverride };
  // Shortened at the end, all names would consist of the release name only.
  return shorten(fullName(source, 0), DNS_LABEL_LIMIT - setSuffix.length - REVISION);
}

/** A pod and container that run as one user and meet Pod Security `restricted`. */
const podOf = (user: number): IPodSecurityContext => ({
  fsGroup: user,
  fsGroupChangePolicy: 'OnRootMismatch',
  runAsGroup: user,
  runAsNonRoot: true,
  runAsUser: user,
  ...DEFAULT_SECCOMP,
});

/** A container that runs as `user`. */
export const containerOf = (user: number, readOnlyRootFilesystem: boolean): ISecurityContext => ({
  ...UNPRIVILEGED,
  readOnlyRootFilesystem,
  runAsGroup: user,
  runAsNonRoot: true,
  runAsUser: user,
  ...DEFAULT_SECCOMP,
});

/** Placement and security contexts of pods that run as `user`. */
export const podValues = (user: number, { readOnlyRoot = true } = {}) => ({
  ...podSettings({ podSecurityContext: podOf(user), securityContext: containerOf(user, readOnlyRoot) }),
});

/** `networkPolicy` of a service that only its clients can reach. */
export const clientPolicyValues = (description: string, enabled = true) =>
  object(
    {
      enabled: boolean({ description: 'Whether to create it.', default: enabled }),
      from: blocks<INetworkPolicyPeer>('NetworkPolicyPeer', {
        description: 'Additional clients that may connect, besides the pods of the platform.',
        default: [],
      }),
    },
    { description, dropped: { flavor: 'only Kubernetes network policies are rendered: remove this key' } },
  );

/** The policy's values with the clients added. */
export const withClients = (
  { enabled, from }: NetworkPolicyValues,
  { clients }: BuiltInContext,
): NetworkPolicyValues => ({ enabled, from: [...clients, ...from] });

/** Accepts `global.security.allowInsecureImages`, which Bitnami's charts require and this one ignores. */
export const bitnamiGlobalValues = () =>
  object(
    {
      security: object({
        allowInsecureImages: boolean({ description: 'Has no effect: any image may be used.', default: true }),
      }),
    },
    {
      description: 'Accepted for compatibility with the Helm chart.',
      dropped: because('write it directly under the service', ['postgresql', 'redis']),
    },
  );

/** The objects are designed for the official image; Bitnami's has other paths and settings. */
export function officialImage<V>(
  select: (values: V) => { readonly enabled: boolean; readonly image: { readonly repository: string } },
  official: string,
): Rule<V> {
  return (values, report) => {
    const { enabled, image } = select(values);
    if (enabled && /(^|\/)bitnami/.test(image.repository)) {
      report.error(
        (v) => select(v).image.repository,
        `${image.repository} stores its data and settings in other places: use ${official} or a copy of it, and migrate the data with dump and restore`,
      );
    }
  };
}
