import type { Provider } from './catalogue';
import { NAMESPACE, OBJECT_NAME, WHOLE } from './forms';
import { shared } from './shared';

export const byom = {
  title: 'Bring your own machines',
  cloudProvider: 'byom',
  variant: 'release',
  own: {
    VM_POOL_IPS: {
      description: 'Addresses of the machines, with commas between them; ranges are allowed',
      required: true,
    },
    MAX_RANGE_IPS: { description: 'Most addresses that a range may stand for', default: '100', form: WHOLE },
    POOL_CONFIGMAP_NAME: {
      description: "ConfigMap that keeps the pool's state",
      default: 'byom-ip-pool-state',
      form: OBJECT_NAME,
    },
    POOL_NAMESPACE: { description: 'Namespace of that ConfigMap; empty for the own one', form: NAMESPACE },
    SSH_HOST_KEY_ALLOWLIST_DIR: { description: 'Folder of trusted host keys; with it no other host is accepted' },
    SSH_PRIV_KEY_PATH: { description: 'Private key in the pod', default: '/root/.ssh/id_rsa' },
    SSH_PUB_KEY_PATH: { description: 'Public key in the pod', default: '/root/.ssh/id_rsa.pub' },
    SSH_TIMEOUT: { description: 'Seconds until a login counts as failed', default: '30', form: WHOLE },
    SSH_USERNAME: { description: 'Login name on the machines', default: 'peerpod' },
  },
  shared,
  secrets: {
    id_rsa: { description: 'Private key for the machines', required: true, file: true, sshKey: 'id_rsa' },
    id_rsa_pub: { description: 'Public key of it', required: true, file: true, identifier: true, sshKey: 'id_rsa.pub' },
  },
  logins: [],
  controller: true,
} satisfies Provider;
