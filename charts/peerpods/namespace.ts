// The namespace of the release, with labels that allow a Helm release with the same name to adopt it.

import type { Release } from '../../lib/k8s/release';

export const markForHelm = (release: Release): void =>
  release.createNamespace(release.labels('namespace'), {
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      'meta.helm.sh/release-name': release.name,
      'meta.helm.sh/release-namespace': release.namespace,
    },
  });
