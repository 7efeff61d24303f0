// The Kubernetes schema of every object: types, required fields, and no field that the API does not have.

import { isKnownType, type ShapeProblem, shapeProblems } from '../k8s/known-fields';
import type { Manifest } from '../k8s/manifest';
import { formatPath } from '../values/path';
import type { Finding } from './checks';

/** What the schema of Kubernetes' own kinds says against these objects. Custom resources are not checked. */
export function checkSchema(objects: readonly Manifest[]): Finding[] {
  return objects.flatMap((object) => {
    const definition = `${object.apiVersion}/${object.kind}`;
    if (!isKnownType(definition)) return [];
    return shapeProblems(definition, object)
      .filter((problem) => !isGap(object, problem))
      .map(({ path, message }) => ({ object, field: formatPath(path), message }));
  });
}

/** The validators of `kubernetes-models` do not know that the schema inside a CRD may describe itself. */
const isGap = ({ kind }: Manifest, { path, unknown }: ShapeProblem): boolean =>
  unknown && kind === 'CustomResourceDefinition' && path.includes('openAPIV3Schema') && path.at(-1) === 'description';
