import type { Mounted, Provider } from './catalog';
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
  removed: { since: 'v0.22.0', last: 'v0.21.1', lastTag: 'f5dd0b2657a76482c6acabe0285cc87eb5d49473-dev' },
  controller: false,
};
