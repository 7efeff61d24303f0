import type { Provider } from './catalogue';
import { PAIRS, SWITCH, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const azure: Provider = {
  title: 'Microsoft Azure',
  cloudProvider: 'azure',
  variant: 'release',
  own: {
    AZURE_IMAGE_ID: { description: 'Resource id of the VM image', required: true },
    AZURE_REGION: { description: 'Location of the pod VMs', required: true },
    AZURE_RESOURCE_GROUP: { description: 'Resource group that gets the pod VMs', required: true },
    AZURE_SUBNET_ID: { description: 'Resource id of the subnet', required: true },
    AZURE_SUBSCRIPTION_ID: { description: 'Subscription that pays', required: true },
    AZURE_INSTANCE_SIZE: { description: 'VM size when a pod asks for none', default: 'Standard_DC2as_v5' },
    AZURE_INSTANCE_SIZES: { description: 'VM sizes that pods may get, with commas between them' },
    AZURE_NSG_ID: { description: 'Resource id of a network security group' },
    ...disableCvm('false'),
    ENABLE_SECURE_BOOT: { description: 'UEFI Secure Boot', default: 'false', form: SWITCH },
    ROOT_VOLUME_SIZE: { description: "Boot disk in GB; 0 keeps the image's size", default: '0', form: WHOLE },
    SSH_USERNAME: { description: 'Login name on the VM', default: 'peerpod' },
    TAGS: { description: 'Tags of each VM', form: PAIRS },
    ...usePublicIp,
  },
  shared,
  secrets: {
    AZURE_CLIENT_ID: { description: 'Id of the application or managed identity', required: true, identifier: true },
    AZURE_CLIENT_SECRET: { description: 'Password of the application; leave out with workload identity' },
    AZURE_TENANT_ID: { description: 'Id of the Entra directory', required: true, identifier: true },
  },
  logins: [['AZURE_CLIENT_ID', 'AZURE_TENANT_ID']],
  identity: true,
  controller: true,
};
