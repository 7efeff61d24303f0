// The Kubernetes schema of every object: types, required fields, and no field that the API does not have.

import { isKnownType, shapeProblems } from '../k8s/known-fields';
import type { Manifest } from '../k8s/manifest';
import { formatPath } from '../values/path';
import type { Finding } from './checks';

/** What the schema of Kubernetes' own kinds says against these objects. Custom resources are not checked. */
export function checkSchema(objects: readonly Manifest[]): Finding[] {
  return objects.flatMap((object) => {
    const definition = `${object.apiVersion}/${object.kind}`;
    if (!isKnownType(definition)) return [];
    return shapeProblems(definition, object).map(({ path, message }) => ({ object, field: formatPath(path), message }));
  });
}
