import type { Mounted, Provider } from './catalogue';
import { base, network } from './shared';

const hostPath = (name: string, path: string): Mounted => ({
  volume: { name, hostPath: { path } },
  mount: { mountPath: path },
});

export const docker: Provider = {
  title: 'Docker (for tests)',
  cloudProvider: 'docker',
  variant: 'dev',
  own: {
    DOCKER_HOST: { description: 'Address of the Docker engine', default: 'unix:///var/run/docker.sock' },
    DOCKER_API_VERSION: { description: 'Version of the Docker API', default: '1.44' },
    DOCKER_CERT_PATH: { description: 'Directory with the client certificate for the engine' },
    DOCKER_NETWORK_NAME: { description: 'Network of the containers', default: 'bridge' },
    DOCKER_PODVM_IMAGE: {
      description: 'Container image used as the pod VM',
      default: 'quay.io/confidential-containers/podvm-docker-image',
    },
    DOCKER_TLS_VERIFY: { description: 'Verify the certificate of the engine', default: 'false' },
  },
  shared: { ...base, ...network },
  secrets: {},
  logins: [],
  hostPaths: [hostPath('docker-socket', '/var/run/docker.sock'), hostPath('docker-dir', '/var/lib/docker')],
  caution: 'images built after 2026-05-19 do not support it: set image.tag to an older dev build',
  controller: false,
};
