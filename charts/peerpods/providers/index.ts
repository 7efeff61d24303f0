// The ten providers, by the values of `provider`.

import { alibabacloud } from './alibabacloud';
import { aws } from './aws';
import { azure } from './azure';
import { byom } from './byom';
import type { Provider } from './catalog';
import { docker } from './docker';
import { gcp } from './gcp';
import { ibmcloud } from './ibmcloud';
import { ibmcloudpowervs } from './ibmcloudpowervs';
import { libvirt } from './libvirt';
import { ALSO_READ } from './shared';
import { vsphere } from './vsphere';

const providers = {
  alibabacloud,
  aws,
  azure,
  byom,
  docker,
  gcp,
  ibmcloud,
  ibmcloudpowervs,
  libvirt,
  vsphere,
} as const satisfies Readonly<Record<string, Provider>>;

export type ProviderName = keyof typeof providers;

export const PROVIDER_NAMES = Object.keys(providers) as ProviderName[];

export const providerNamed = (name: ProviderName): Provider => providers[name];

/** Whether a credential is known to be a single line: neither a file nor a key. */
export function isSingleLine(provider: ProviderName, key: string): boolean {
  const { secrets } = providers[provider] as Provider;
  const known = Object.hasOwn(secrets, key) ? secrets[key] : undefined;
  return known !== undefined && !known.file && !known.sshKey;
}

/** Names of every variable that the adaptor is known to read for this provider. */
export const readBy = ({ own, shared, alsoRead = [] }: Provider): string[] => [
  ...Object.keys(own),
  ...Object.keys(shared),
  ...alsoRead,
  ...ALSO_READ,
];

/** Whether it connects to its VMs with SSH keys, which are in a separate Secret. */
export const usesSshKeys = ({ secrets }: Provider): boolean => Object.values(secrets).some(({ sshKey }) => sshKey);

/** Whether it has credentials other than SSH keys. */
export const hasCredentials = ({ secrets }: Provider): boolean => Object.values(secrets).some(({ sshKey }) => !sshKey);
