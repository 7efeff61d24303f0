import type { Provider } from './catalog';
import { PAIRS, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const gcp: Provider = {
  title: 'Google Cloud',
  cloudProvider: 'gcp',
  variant: 'release',
  own: {
    GCP_NETWORK: { description: 'VPC network', required: true },
    GCP_PROJECT_ID: { description: 'Project ID', required: true },
    GCP_ZONE: { description: 'Zone', required: true },
    PODVM_IMAGE_NAME: { description: 'Compute Engine image of the pod VMs', required: true, machineImage: true },
    ...disableCvm('false'),
    GCP_CONFIDENTIAL_TYPE: { description: 'Confidential VM type: TDX, SEV or SEV_SNP' },
    GCP_DISK_TYPE: { description: 'Boot disk type', default: 'pd-standard' },
    GCP_INSTANCE_TYPES: { description: 'Comma-separated machine types that pods can request' },
    GCP_MACHINE_TYPE: { description: 'Default machine type', default: 'e2-medium' },
    GCP_SUBNETWORK: { description: 'Subnetwork; required for custom mode networks' },
    ROOT_VOLUME_SIZE: { description: 'Boot disk size, in GiB', default: '10', form: WHOLE },
    TAGS: { description: 'Resource tags of the VMs; they must exist', form: PAIRS },
    ...usePublicIp,
  },
  shared,
  secrets: {
    GCP_CREDENTIALS: { description: 'Service account key file (JSON)', required: true, file: true },
  },
  logins: [['GCP_CREDENTIALS']],
  controller: false,
};
