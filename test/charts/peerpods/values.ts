// Values of peer pods that tests start from.

import { type ProviderName, providerNamed } from '../../../charts/peerpods/providers';
import { merge } from '../../../lib/values/file/merge';

const PRIVATE_KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n';

const settings: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  alibabacloud: { IMAGEID: 'm-1', VSWITCH_ID: 'vsw-1' },
  aws: { PODVM_AMI_ID: 'ami-0123456789abcdef0' },
  azure: {
    AZURE_IMAGE_ID: '/subscriptions/s/images/podvm',
    AZURE_REGION: 'eastus',
    AZURE_RESOURCE_GROUP: 'rg',
    AZURE_SUBNET_ID: '/subscriptions/s/subnets/podvm',
    AZURE_SUBSCRIPTION_ID: '0000-1111',
  },
  byom: { VM_POOL_IPS: '10.0.0.1,10.0.0.2' },
  docker: {},
  gcp: { GCP_NETWORK: 'default', GCP_PROJECT_ID: 'lab', GCP_ZONE: 'us-west1-a', PODVM_IMAGE_NAME: 'podvm' },
  ibmcloud: { IBMCLOUD_PODVM_IMAGE_ID: 'r014-1' },
  ibmcloudpowervs: {
    POWERVS_IMAGE_ID: 'image',
    POWERVS_NETWORK_ID: 'network',
    POWERVS_SERVICE_INSTANCE_ID: 'workspace',
    POWERVS_ZONE: 'lon06',
  },
  libvirt: { LIBVIRT_URI: 'qemu+ssh://podvm@192.168.122.1/system' },
  vsphere: { GOVC_DATACENTER: 'dc', GOVC_URL: 'vcenter.example.com' },
};

const credentials: Readonly<Record<ProviderName, Readonly<Record<string, string>>>> = {
  alibabacloud: { ALIBABACLOUD_ACCESS_KEY_ID: 'LTAI1', ALIBABACLOUD_ACCESS_KEY_SECRET: 's3cret' },
  aws: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'abc/def+ghi' },
  azure: { AZURE_CLIENT_ID: 'client', AZURE_CLIENT_SECRET: 's3cret', AZURE_TENANT_ID: 'tenant' },
  byom: { id_rsa: PRIVATE_KEY, id_rsa_pub: 'ssh-ed25519 AAAA podvm\n' },
  docker: {},
  gcp: { GCP_CREDENTIALS: '{"type": "service_account",\n "private_key": "-----BEGIN\\nabc"}\n' },
  ibmcloud: { IBMCLOUD_API_KEY: 's3cret' },
  ibmcloudpowervs: { IBMCLOUD_API_KEY: 's3cret' },
  libvirt: { id_rsa: PRIVATE_KEY },
  vsphere: { GOVC_USERNAME: 'admin', GOVC_PASSWORD: 's3cret' },
};

/** The required values of a provider, with credentials in the values. */
export const valuesFor = (provider: ProviderName) => ({
  provider,
  providerConfigs: { [provider]: settings[provider] },
  providerSecrets: { [provider]: credentials[provider] },
  ...imageFor(provider),
});

/** Settings for providers that current images no longer support. */
function imageFor(provider: ProviderName): object {
  const { removed } = providerNamed(provider);
  return removed ? { image: { tag: removed.lastTag } } : {};
}

/** The adaptor alone. */
export const alone = {
  webhook: { enabled: false },
  resourceCtrl: { enabled: false, createCRD: false },
  'kata-deploy': { enabled: false },
};

/** The same values with credentials in an existing Secret. */
export const referencing = (provider: ProviderName, secrets: object = { existingSecretName: 'mine' }) => ({
  provider,
  providerConfigs: { [provider]: settings[provider] },
  secrets: { mode: 'reference', ...secrets },
  ...imageFor(provider),
});

/** Merged values. */
export const layered = (...layers: readonly object[]): object =>
  layers.reduce((below, above) => merge(below as Record<string, unknown>, above as Record<string, unknown>), {});
