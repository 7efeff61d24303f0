// The namespace of the release, marked so that a Helm release of the same name takes it over.

import type { Release } from '../../lib/k8s/release';

export const markForHelm = (release: Release): void =>
  release.createNamespace(release.labels('namespace'), {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      'meta.helm.sh/release-name': release.name,
      'meta.helm.sh/release-namespace': release.namespace,
    },
  });
