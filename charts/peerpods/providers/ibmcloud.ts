import type { Provider } from './catalogue';
import { disableCvm, shared } from './shared';

export const ibmcloud: Provider = {
  title: 'IBM Cloud VPC',
  cloudProvider: 'ibmcloud',
  variant: 'release',
  own: {
    IBMCLOUD_PODVM_IMAGE_ID: { description: 'VPC images of the pod VMs, with commas between them', required: true },
    ...disableCvm('true'),
    IBMCLOUD_CLUSTER_ID: { description: 'Id of the IKS or ROKS cluster; empty looks it up in kube-system' },
    IBMCLOUD_DEDICATED_HOST_GROUP_IDS: { description: 'Dedicated host groups, one a zone, with commas between them' },
    IBMCLOUD_DEDICATED_HOST_IDS: { description: 'Dedicated hosts, one a zone, with commas between them' },
    IBMCLOUD_IAM_ENDPOINT: { description: 'URL of IAM', default: 'https://iam.cloud.ibm.com/identity/token' },
    IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST: { description: 'Profiles that pods may get, with commas between them' },
    IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME: { description: 'Profile when a pod asks for none' },
    IBMCLOUD_RESOURCE_GROUP_ID: { description: 'Resource group of the pod VMs' },
    IBMCLOUD_SECURITY_GROUP_IDS: { description: "Security groups on top of the cluster's, with commas between them" },
    IBMCLOUD_SSH_KEY_ID: { description: 'SSH key for logging in to a pod VM' },
    IBMCLOUD_VPC_ENDPOINT: { description: 'URL of the VPC API' },
    IBMCLOUD_VPC_ID: { description: 'VPC of the pod VMs' },
    IBMCLOUD_VPC_SUBNET_ID: { description: 'Subnet of the first network interface' },
    IBMCLOUD_ZONE: { description: 'Zone' },
    TAGS: { description: 'Plain tags of each VM, with commas between them' },
  },
  shared,
  secrets: {
    IBMCLOUD_API_KEY: { description: 'API key; or a trusted profile' },
    IBMCLOUD_IAM_PROFILE_ID: { description: 'Id of the trusted profile; or an API key', identifier: true },
  },
  logins: [['IBMCLOUD_API_KEY'], ['IBMCLOUD_IAM_PROFILE_ID']],
  token: {
    volume: {
      name: 'vault-token',
      projected: {
        sources: [{ serviceAccountToken: { audience: 'iam', expirationSeconds: 3600, path: 'vault-token' } }],
      },
    },
    mount: { mountPath: '/var/run/secrets/tokens' },
  },
  controller: true,
};
