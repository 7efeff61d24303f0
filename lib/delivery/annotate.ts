// Annotations of an object itself, never of its pods: no pod restarts for them.

import type { Manifest } from '../k8s/manifest';

/** The object with an annotation; one that the values have given stays as it is. */
export function annotate(object: Manifest, name: string, value: string): Manifest {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { [name]: value, ...metadata.annotations } } };
}

/** A bare Pod cannot be changed, only made anew. */
export const isBarePod = ({ kind }: Manifest): boolean => kind === 'Pod';
