import type { Provider } from './catalog';
import { PAIRS, WHOLE } from './forms';
import { disableCvm, shared, usePublicIp } from './shared';

const TOKENS = '/var/run/secrets/ack.alibabacloud.com/rrsa-tokens';

export const alibabacloud: Provider = {
  title: 'Alibaba Cloud',
  cloudProvider: 'alibabacloud',
  variant: 'release',
  own: {
    IMAGEID: { description: 'ECS image of the pod VMs', required: true, machineImage: true },
    VSWITCH_ID: { description: 'vSwitch of the pod VMs', required: true },
    ...disableCvm('false'),
    KEYNAME: { description: 'ECS key pair for logging in to pod VMs' },
    PODVM_INSTANCE_TYPE: { description: 'Default instance type', default: 'ecs.g8i.xlarge' },
    REGION: { description: 'Region', default: 'cn-beijing' },
    SECURITY_GROUP_IDS: {
      description: 'Comma-separated ECS security groups; there is no usable built-in default',
    },
    SYSTEM_DISK_SIZE: { description: 'Boot disk size, in GiB', default: '40', form: WHOLE },
    TAGS: { description: 'Tags of the VMs', form: PAIRS },
    ...usePublicIp,
  },
  shared,
  alsoRead: [
    'INSTANCE_TYPE',
    'ALIBABA_CLOUD_ROLE_ARN',
    'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
    'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
  ],
  secrets: {
    ALIBABACLOUD_ACCESS_KEY_ID: { description: 'Access key ID; not needed with RRSA', identifier: true },
    ALIBABACLOUD_ACCESS_KEY_SECRET: { description: 'Access key secret; not needed with RRSA' },
    ALIBABACLOUD_SECURITY_TOKEN: { description: 'Session token of temporary credentials (STS)' },
  },
  logins: [['ALIBABACLOUD_ACCESS_KEY_ID', 'ALIBABACLOUD_ACCESS_KEY_SECRET'], ['ALIBABA_CLOUD_ROLE_ARN']],
  identity: true,
  token: {
    volume: {
      name: 'rrsa-oidc-token',
      projected: {
        defaultMode: 0o644,
        sources: [{ serviceAccountToken: { audience: 'sts.aliyuncs.com', expirationSeconds: 3600, path: 'token' } }],
      },
    },
    mount: { mountPath: TOKENS, readOnly: true },
  },
  tokenVariables: { ALIBABA_CLOUD_OIDC_TOKEN_FILE: `${TOKENS}/token` },
  controller: true,
};
