// Annotations of the pods that an object creates.

import type { Manifest } from '../k8s/object/manifest';
import { isMap } from '../values/scalar';

/** `field` is the path of the pod spec: `spec`, `spec.template.spec`. */
export function withPodAnnotations(
  object: Manifest,
  field: string,
  annotations: Readonly<Record<string, string>>,
): Manifest {
  if (Object.keys(annotations).length === 0) return object;
  return annotated(object, field.split('.').slice(0, -1), annotations) as Manifest;
}

function annotated(value: unknown, [step, ...rest]: readonly string[], annotations: object): unknown {
  const map = isMap(value) ? value : {};
  if (step !== undefined) return { ...map, [step]: annotated(map[step], rest, annotations) };
  const metadata = isMap(map.metadata) ? map.metadata : {};
  return { ...map, metadata: { ...metadata, annotations: { ...(metadata.annotations as object), ...annotations } } };
}
