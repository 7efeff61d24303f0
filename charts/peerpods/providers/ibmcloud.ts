import type { Provider } from './catalog';
import { disableCvm, shared } from './shared';

export const ibmcloud: Provider = {
  title: 'IBM Cloud VPC',
  cloudProvider: 'ibmcloud',
  variant: 'release',
  own: {
    IBMCLOUD_PODVM_IMAGE_ID: {
      description: 'Comma-separated VPC images of the pod VMs',
      required: true,
      machineImage: true,
    },
    ...disableCvm('true'),
    IBMCLOUD_CLUSTER_ID: { description: 'ID of the IKS or ROKS cluster; looked up in kube-system if empty' },
    IBMCLOUD_DEDICATED_HOST_GROUP_IDS: { description: 'Comma-separated dedicated host groups, one per zone' },
    IBMCLOUD_DEDICATED_HOST_IDS: { description: 'Comma-separated dedicated hosts, one per zone' },
    IBMCLOUD_IAM_ENDPOINT: { description: 'URL of IAM', default: 'https://iam.cloud.ibm.com/identity/token' },
    IBMCLOUD_PODVM_INSTANCE_PROFILE_LIST: { description: 'Comma-separated instance profiles that pods can request' },
    IBMCLOUD_PODVM_INSTANCE_PROFILE_NAME: { description: 'Default instance profile' },
    IBMCLOUD_RESOURCE_GROUP_ID: { description: 'Resource group of the pod VMs' },
    IBMCLOUD_SECURITY_GROUP_IDS: { description: "Comma-separated security groups, in addition to the cluster's" },
    IBMCLOUD_SSH_KEY_ID: { description: 'SSH key for logging in to pod VMs' },
    IBMCLOUD_VPC_ENDPOINT: { description: 'URL of the VPC API' },
    IBMCLOUD_VPC_ID: { description: 'VPC of the pod VMs' },
    IBMCLOUD_VPC_SUBNET_ID: { description: 'Subnet of the first network interface' },
    IBMCLOUD_ZONE: { description: 'Zone' },
    TAGS: { description: 'Comma-separated tags of the VMs' },
  },
  shared,
  secrets: {
    IBMCLOUD_API_KEY: { description: 'API key, unless you use a trusted profile' },
    IBMCLOUD_IAM_PROFILE_ID: { description: 'ID of the trusted profile, unless you use an API key', identifier: true },
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
