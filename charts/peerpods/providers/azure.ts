import type { Provider } from './catalog';
import { PAIRS, SWITCH, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const azure: Provider = {
  title: 'Microsoft Azure',
  cloudProvider: 'azure',
  variant: 'release',
  own: {
    AZURE_IMAGE_ID: { description: 'Resource ID of the VM image', required: true, machineImage: true },
    AZURE_REGION: { description: 'Location of the pod VMs', required: true },
    AZURE_RESOURCE_GROUP: { description: 'Resource group of the pod VMs', required: true },
    AZURE_SUBNET_ID: { description: 'Resource ID of the subnet', required: true },
    AZURE_SUBSCRIPTION_ID: { description: 'Subscription ID', required: true },
    AZURE_INSTANCE_SIZE: { description: 'Default VM size', default: 'Standard_DC2as_v5' },
    AZURE_INSTANCE_SIZES: { description: 'Comma-separated VM sizes that pods can request' },
    AZURE_NSG_ID: { description: 'Resource ID of a network security group' },
    ...disableCvm('false'),
    ENABLE_SECURE_BOOT: { description: 'Enable UEFI Secure Boot', default: 'false', form: SWITCH },
    ROOT_VOLUME_SIZE: {
      description: 'Boot disk size, in GB; 0 means the size of the image',
      default: '0',
      form: WHOLE,
    },
    SSH_USERNAME: { description: 'User name on the VM', default: 'peerpod' },
    TAGS: { description: 'Tags of the VMs', form: PAIRS },
    ...usePublicIp,
  },
  shared,
  secrets: {
    AZURE_CLIENT_ID: { description: 'ID of the application or managed identity', required: true, identifier: true },
    AZURE_CLIENT_SECRET: { description: 'Client secret of the application; not needed with workload identity' },
    AZURE_TENANT_ID: { description: 'ID of the Entra tenant', required: true, identifier: true },
  },
  logins: [['AZURE_CLIENT_ID', 'AZURE_TENANT_ID']],
  identity: true,
  controller: true,
};
