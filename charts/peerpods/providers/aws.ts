import type { Provider } from './catalog';
import { PAIRS, SWITCH, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const aws: Provider = {
  title: 'Amazon Web Services',
  cloudProvider: 'aws',
  variant: 'release',
  own: {
    PODVM_AMI_ID: { description: 'AMI of the pod VMs', required: true, machineImage: true },
    AWS_REGION: { description: 'Region' },
    AWS_SG_IDS: { description: 'Comma-separated security groups' },
    AWS_SUBNET_ID: { description: 'Subnet of the pod VMs' },
    ...disableCvm('false'),
    PODVM_INSTANCE_TYPE: { description: 'Default instance type', default: 'm6a.large' },
    PODVM_INSTANCE_TYPES: { description: 'Comma-separated instance types that pods can request' },
    PODVM_LAUNCHTEMPLATE_NAME: {
      description: 'Launch template; used if USE_PODVM_LAUNCHTEMPLATE is true',
      default: 'kata',
    },
    ROOT_VOLUME_SIZE: { description: 'Boot disk size, in GiB', default: '30', form: WHOLE },
    SSH_KP_NAME: { description: 'Key pair for logging in to pod VMs' },
    TAGS: { description: 'Tags of the VMs', form: PAIRS },
    USE_PODVM_LAUNCHTEMPLATE: { description: 'Create VMs from the launch template', default: 'false', form: SWITCH },
    ...usePublicIp,
  },
  shared,
  alsoRead: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  secrets: {
    AWS_ACCESS_KEY_ID: { description: 'Access key ID; not needed with an IAM role', identifier: true },
    AWS_SECRET_ACCESS_KEY: { description: 'Secret access key; not needed with an IAM role' },
    AWS_SESSION_TOKEN: { description: 'Session token of temporary credentials' },
  },
  logins: [
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ],
  identity: true,
  controller: true,
};
