// The versions of a region: the proxy and the snapshot manager.

import type { VersionSets } from '../../lib/render/version-sets';

/** The default of services.runner.networkPolicy.image, which may be empty. */
export const FIREWALL_IMAGE = 'docker:28.5.2-dind-alpine3.22';

export const versions: VersionSets = [
  {
    name: 'v0.207.0',
    version: 'v0.207.0',
    source: 'daytonaio/helm-charts: chart daytona-region 0.2.5',
    tags: {
      services: {
        proxy: { image: { tag: 'v0.207.0' } },
        snapshotManager: { auth: { image: { tag: '2.4.65-alpine' } } },
        sshGateway: { image: { tag: 'v0.207.0' } },
        runnermanager: { image: { tag: 'v0.174.0-amd64' } },
        runner: {
          image: { tag: 'v0.207.0' },
          registryProxy: { image: 'alpine/socat:1.7.4.4-r0' },
          dockerInstaller: {
            image: 'ubuntu:24.04',
            airgapped: { packagesImage: 'daytonaio/daytona-runner-packages:v0.0.2' },
          },
          sandboxResources: { image: 'docker:27.4.1-cli' },
        },
      },
      registration: { image: { tag: '1.34.2-r2' } },
    },
  },
  {
    name: 'v0.167.0',
    version: 'v0.167.0',
    source: 'daytonaio/helm-charts: chart daytona-region 0.0.11',
    tags: { services: { proxy: { image: { tag: 'v0.167.0' } }, sshGateway: { image: { tag: 'v0.167.0' } } } },
  },
];
