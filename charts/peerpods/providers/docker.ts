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
    DOCKER_HOST: { description: 'Address of the engine', default: 'unix:///var/run/docker.sock' },
    DOCKER_API_VERSION: { description: 'Version of the API to speak', default: '1.44' },
    DOCKER_CERT_PATH: { description: 'Folder of the client certificate for the engine' },
    DOCKER_NETWORK_NAME: { description: 'Network that the containers join', default: 'bridge' },
    DOCKER_PODVM_IMAGE: {
      description: 'Container image that plays the pod VM',
      default: 'quay.io/confidential-containers/podvm-docker-image',
    },
    DOCKER_TLS_VERIFY: { description: 'Ask the engine for a valid certificate', default: 'false' },
  },
  shared: { ...base, ...network },
  secrets: {},
  logins: [],
  hostPaths: [hostPath('docker-socket', '/var/run/docker.sock'), hostPath('docker-dir', '/var/lib/docker')],
  caution: 'the images built after 2026-05-19 do not know it: set image.tag to an older dev build',
  controller: false,
};
