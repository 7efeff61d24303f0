// Annotations on the object itself, never on its pods, so that no pod restarts.

import type { Manifest } from '../k8s/object/manifest';

/** The object with an annotation, unless the values set it. */
export function annotate(object: Manifest, name: string, value: string): Manifest {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { [name]: value, ...metadata.annotations } } };
}

/** A bare Pod cannot be changed, only recreated. */
export const isBarePod = ({ kind }: Manifest): boolean => kind === 'Pod';

/** Kinds whose deletion also deletes what users keep in them. */
const HOLDERS: readonly string[] = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'];

/** Whether appliers must never delete it on their own. */
export const isKept = ({ kind }: Manifest): boolean => HOLDERS.includes(kind);
