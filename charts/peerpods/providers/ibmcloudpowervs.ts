import type { Provider } from './catalog';
import { DECIMAL, DURATION } from './forms';
import { shared, usePublicIp } from './shared';

export const ibmcloudpowervs: Provider = {
  title: 'IBM Power Virtual Server',
  // The image accepts no other spelling.
  cloudProvider: 'ibmcloud-powervs',
  variant: 'release',
  own: {
    POWERVS_IMAGE_ID: { description: 'Pod VM image', required: true, machineImage: true },
    POWERVS_NETWORK_ID: { description: 'Network of the pod VMs', required: true },
    POWERVS_SERVICE_INSTANCE_ID: { description: 'Workspace ID', required: true },
    POWERVS_ZONE: { description: 'Zone', required: true },
    POWERVS_BUILD_TIMEOUT: { description: 'Timeout for the start of a VM', default: '150s', form: DURATION },
    POWERVS_MEMORY: { description: 'Memory per VM, in GB', default: '2', form: DECIMAL },
    POWERVS_PROCESSORS: { description: 'Processor units per VM', default: '0.5', form: DECIMAL },
    POWERVS_PROCESSOR_TYPE: { description: 'Processor mode', default: 'shared' },
    POWERVS_SSH_KEY_NAME: { description: 'SSH key for logging in to pod VMs' },
    POWERVS_SYSTEM_TYPE: { description: 'System type of the host', default: 's922' },
    ...usePublicIp,
  },
  shared,
  secrets: { IBMCLOUD_API_KEY: { description: 'API key', required: true } },
  logins: [['IBMCLOUD_API_KEY']],
  controller: false,
};
