// Annotations of an object itself, never of its pods: no pod restarts for them.

import type { Manifest } from '../k8s/manifest';

/** The object with an annotation; one that the values set is kept. */
export function annotate(object: Manifest, name: string, value: string): Manifest {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { [name]: value, ...metadata.annotations } } };
}

/** A bare Pod cannot be changed, only recreated. */
export const isBarePod = ({ kind }: Manifest): boolean => kind === 'Pod';

/** Kinds whose deletion takes along what users keep in them. */
const HOLDERS: readonly string[] = ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim'];

/** Whether an applier must never delete it by itself. */
export const isKept = ({ kind }: Manifest): boolean => HOLDERS.includes(kind);
