// Reloader restarts the pods of a workload when one of the Secrets changes that an annotation of the workload names.
// https://github.com/stakater/Reloader

import type { Manifest } from '../k8s/object/manifest';

const ANNOTATION = 'secret.reloader.stakater.com/reload';
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The workload with its annotation, unless the values set one. Objects that Reloader cannot restart are unchanged. */
export function withReloader(object: Manifest, secrets: readonly string[]): Manifest {
  const { kind, metadata } = object;
  if (secrets.length === 0 || !KINDS.includes(kind)) return object;
  const annotations = { [ANNOTATION]: [...secrets].sort().join(','), ...metadata.annotations };
  return { ...object, metadata: { ...metadata, annotations } };
}
