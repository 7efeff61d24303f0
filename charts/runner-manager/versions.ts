// The versions of runner manager and runner. Equal version numbers do not mean that they are compatible.

import type { VersionSets } from '../../lib/render/version-sets';

export const versions: VersionSets = [
  {
    name: 'v0.158.4',
    version: '0.158.4',
    source: 'daytonaio/helm-charts: chart daytona 0.0.23',
    tags: {
      image: { tag: 'v0.158.4-k8s-amd64' },
      runner: { image: { tag: 'v0.158.4-k8s-amd64' }, registryProxy: { image: { tag: '1.7.4.4-r0' } } },
      placeholders: { image: { tag: '3.6' } },
    },
  },
  {
    name: 'v0.168.4',
    version: '0.168.4',
    source: 'daytonaio/helm-charts: images v0.168.4-k8s-amd64 of the platform chart',
    unverified: 'the source of its manager and runner is closed, and so is the chart that pins them',
    tags: { image: { tag: 'v0.168.4-k8s-amd64' }, runner: { image: { tag: 'v0.168.4-k8s-amd64' } } },
  },
  {
    name: 'v0.207.0',
    version: '0.207.0',
    source: 'daytonaio/helm-charts: docs/upgrades.md, the version matrix of chart daytona-region 0.2.0',
    tags: { image: { tag: 'v0.174.0-amd64' }, runner: { image: { tag: 'v0.207.0' } } },
  },
];
