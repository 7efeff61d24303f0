import type { Provider } from './catalogue';
import { PAIRS, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const gcp: Provider = {
  title: 'Google Cloud',
  cloudProvider: 'gcp',
  variant: 'release',
  own: {
    GCP_NETWORK: { description: 'VPC network', required: true },
    GCP_PROJECT_ID: { description: 'Project of the pod VMs', required: true },
    GCP_ZONE: { description: 'Zone', required: true },
    PODVM_IMAGE_NAME: { description: 'Compute image of the pod VMs', required: true },
    ...disableCvm('false'),
    GCP_CONFIDENTIAL_TYPE: { description: 'TDX, SEV or SEV_SNP, for confidential VMs' },
    GCP_DISK_TYPE: { description: 'Type of the boot disk', default: 'pd-standard' },
    GCP_INSTANCE_TYPES: { description: 'Machine types that pods may get, with commas between them' },
    GCP_MACHINE_TYPE: { description: 'Machine type when a pod asks for none', default: 'e2-medium' },
    GCP_SUBNETWORK: { description: 'Subnetwork; needed in networks of custom mode' },
    ROOT_VOLUME_SIZE: { description: 'Boot disk in GiB', default: '10', form: WHOLE },
    TAGS: { description: 'Resource tags of each VM, which must exist already', form: PAIRS },
    ...usePublicIp,
  },
  shared,
  secrets: {
    GCP_CREDENTIALS: { description: 'Key file of the service account (JSON)', required: true, file: true },
  },
  logins: [['GCP_CREDENTIALS']],
  controller: false,
};
