// The versions of the platform and of the built-in services.

import type { VersionSets } from '../../lib/render/version-sets';

/** All components of Harbor have the same version. */
function harbor(tag: string) {
  const image = { tag };
  return {
    nginx: { image },
    portal: { image },
    core: { image },
    jobservice: { image },
    registry: { registry: { image }, controller: { image } },
    trivy: { image },
    database: { internal: { image } },
    redis: { internal: { image } },
  };
}

export const versions: VersionSets = [
  {
    name: 'v0.158.4',
    version: '0.132.0',
    source:
      'daytonaio/helm-charts: chart daytona 0.0.23; daytonaio/daytona: release v0.158.1 for proxy and SSH gateway, whose older images contain published keys',
    tags: {
      services: {
        api: { image: { tag: 'v0.158.4-k8s-amd64' } },
        proxy: { image: { tag: 'v0.158.1' } },
        sshGateway: { image: { tag: 'v0.158.1' } },
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
      postgresql: {
        image: { tag: '17.6-bookworm' },
        metrics: { image: { tag: 'v0.20.1' } },
        backup: { s3: { image: { tag: '1.75.1' } } },
      },
      redis: { image: { tag: '8.2.3-bookworm' }, metrics: { image: { tag: 'v1.88.0' } } },
      minio: {
        image: { tag: 'RELEASE.2025-09-07T16-13-09Z' },
        mcImage: { tag: 'RELEASE.2024-11-21T17-21-54Z' },
      },
      harbor: harbor('v2.14.0'),
      tools: { image: { tag: '1.34.2-r2' } },
    },
  },
  {
    name: 'v0.168.4',
    version: '0.168.4',
    source: 'daytonaio/helm-charts: images of the platform chart; daytonaio/daytona: release v0.168.0',
    unverified: 'the source of its API, runner manager and runner is closed',
    tags: {
      services: {
        api: { image: { tag: 'v0.168.4-k8s-amd64' } },
        proxy: { image: { tag: 'v0.168.0' } },
        sshGateway: { image: { tag: 'v0.168.0' } },
        runnermanager: { image: { tag: 'v0.168.4-k8s-amd64' } },
        runner: { image: { tag: 'v0.168.4-k8s-amd64' } },
      },
      harbor: harbor('v2.14.4'),
    },
  },
  {
    name: 'v0.190.0',
    version: '0.190.0',
    source: 'daytonaio/daytona: release v0.190.0, the last one with public source',
    unverified: 'no upstream chart runs its runner, which works without a runner manager',
    tags: {
      services: {
        api: { image: { tag: 'v0.190.0' } },
        proxy: { image: { tag: 'v0.190.0' } },
        sshGateway: { image: { tag: 'v0.190.0' } },
        runner: { image: { tag: 'v0.190.0' } },
      },
      harbor: harbor('v2.14.4'),
    },
  },
];
