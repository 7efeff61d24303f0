// The versions of runner manager and runner. Their numbers alone do not tell which go together.

import type { VersionSets } from '../../lib/render/version-sets';

export const versions: VersionSets = [
  {
    name: 'v0.168.4',
    version: '0.168.4',
    source: 'daytonaio/helm-charts: chart daytona with v0.168.4-k8s-amd64, a closed build',
    tags: {
      image: { tag: 'v0.168.4-k8s-amd64' },
      runner: { image: { tag: 'v0.168.4-k8s-amd64' }, registryProxy: { image: { tag: '1.7.4.4-r0' } } },
      placeholders: { image: { tag: '3.6' } },
    },
  },
  {
    name: 'v0.207.0',
    version: '0.207.0',
    source: 'daytonaio/helm-charts: chart daytona-region 0.2.5',
    tags: { image: { tag: 'v0.174.0-amd64' }, runner: { image: { tag: 'v0.207.0' } } },
  },
  {
    name: 'v0.158.4',
    version: '0.158.4',
    source: 'daytonaio/helm-charts: chart daytona 0.0.23',
    tags: { image: { tag: 'v0.158.4-k8s-amd64' }, runner: { image: { tag: 'v0.158.4-k8s-amd64' } } },
  },
];
