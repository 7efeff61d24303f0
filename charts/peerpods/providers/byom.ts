import type { Provider } from './catalog';
import { NAMESPACE, OBJECT_NAME, WHOLE } from './forms';
import { shared } from './shared';

export const byom = {
  title: 'Bring your own machines',
  cloudProvider: 'byom',
  variant: 'release',
  own: {
    VM_POOL_IPS: {
      description: 'Comma-separated addresses of the machines; ranges are allowed',
      required: true,
    },
    MAX_RANGE_IPS: { description: 'Maximum number of addresses in a range', default: '100', form: WHOLE },
    POOL_CONFIGMAP_NAME: {
      description: 'ConfigMap for the state of the pool',
      default: 'byom-ip-pool-state',
      form: OBJECT_NAME,
    },
    POOL_NAMESPACE: {
      description: "Namespace of that ConfigMap; defaults to the adaptor's namespace",
      form: NAMESPACE,
    },
    SSH_HOST_KEY_ALLOWLIST_DIR: { description: 'Directory of trusted host keys; if set, no other host is accepted' },
    SSH_PRIV_KEY_PATH: { description: 'Path of the private key in the pod', default: '/root/.ssh/id_rsa' },
    SSH_PUB_KEY_PATH: { description: 'Path of the public key in the pod', default: '/root/.ssh/id_rsa.pub' },
    SSH_TIMEOUT: { description: 'Login timeout, in seconds', default: '30', form: WHOLE },
    SSH_USERNAME: { description: 'User name on the machines', default: 'peerpod' },
  },
  shared,
  secrets: {
    id_rsa: { description: 'Private key for the machines', required: true, file: true, sshKey: 'id_rsa' },
    id_rsa_pub: {
      description: 'Public key for the machines',
      required: true,
      file: true,
      identifier: true,
      sshKey: 'id_rsa.pub',
    },
  },
  logins: [],
  controller: true,
} satisfies Provider;
