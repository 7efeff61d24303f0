import type { Provider } from './catalogue';
import { PAIRS, SWITCH, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

export const aws: Provider = {
  title: 'Amazon Web Services',
  cloudProvider: 'aws',
  variant: 'release',
  own: {
    PODVM_AMI_ID: { description: 'AMI of the pod VMs', required: true },
    AWS_REGION: { description: 'Region' },
    AWS_SG_IDS: { description: 'Security groups, with commas between them' },
    AWS_SUBNET_ID: { description: 'Subnet of the pod VMs' },
    ...disableCvm('false'),
    PODVM_INSTANCE_TYPE: { description: 'Instance type when a pod asks for none', default: 'm6a.large' },
    PODVM_INSTANCE_TYPES: { description: 'Instance types that pods may get, with commas between them' },
    PODVM_LAUNCHTEMPLATE_NAME: {
      description: 'Launch template, used when USE_PODVM_LAUNCHTEMPLATE is on',
      default: 'kata',
    },
    ROOT_VOLUME_SIZE: { description: 'Boot disk in GiB', default: '30', form: WHOLE },
    SSH_KP_NAME: { description: 'Key pair for logging in to a pod VM' },
    TAGS: { description: 'Tags of each VM', form: PAIRS },
    USE_PODVM_LAUNCHTEMPLATE: { description: 'Make VMs from the launch template', default: 'false', form: SWITCH },
    ...usePublicIp,
  },
  shared,
  alsoRead: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  secrets: {
    AWS_ACCESS_KEY_ID: { description: 'Id of the access key; not needed when a role is assumed', identifier: true },
    AWS_SECRET_ACCESS_KEY: { description: 'Secret of the access key; not needed when a role is assumed' },
    AWS_SESSION_TOKEN: { description: 'Token of temporary credentials' },
  },
  logins: [
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ],
  identity: true,
  controller: true,
};
