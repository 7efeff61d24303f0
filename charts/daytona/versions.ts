// The versions of the platform and of the backing services that the chart brings.

import type { VersionSets } from '../../lib/render/version-sets';

const harbor = 'v2.14.0';
const image = { tag: harbor };

export const versions: VersionSets = [
  {
    name: 'v0.158.4',
    version: '0.132.0',
    source: 'daytonaio/helm-charts: chart daytona 0.0.23',
    tags: {
      services: {
        api: { image: { tag: 'v0.158.4-k8s-amd64' } },
        proxy: { image: { tag: 'v0.139.1-rc.1' } },
        sshGateway: { image: { tag: 'v0.132.0' } },
        runnermanager: { image: { tag: 'v0.158.4-k8s-amd64' } },
        runner: {
          image: { tag: 'v0.158.4-k8s-amd64' },
          egressGuard: { image: 'docker:28.5.2-dind-alpine3.22' },
          registryProxy: { image: 'alpine/socat:1.7.4.4-r0' },
          dockerInstaller: {
            image: 'ubuntu:22.04',
            airgapped: { packagesImage: 'daytonaio/daytona-runner-packages:v0.0.2' },
          },
        },
      },
      dex: { image: { tag: 'v2.42.0' } },
      postgresql: { image: { tag: '17.6-bookworm' } },
      redis: { image: { tag: '8.2.1-bookworm' } },
      minio: {
        image: { tag: 'RELEASE.2024-12-18T13-15-44Z' },
        mcImage: { tag: 'RELEASE.2024-11-21T17-21-54Z' },
      },
      harbor: {
        nginx: { image },
        portal: { image },
        core: { image },
        jobservice: { image },
        registry: { registry: { image }, controller: { image } },
        trivy: { image },
        database: { internal: { image } },
        redis: { internal: { image } },
      },
      tools: { image: { tag: '1.34.2-r2' } },
    },
  },
];
