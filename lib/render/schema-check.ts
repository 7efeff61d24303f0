// Validates every object against the Kubernetes schema: types, required fields, and no unknown fields.

import { isKnownType, type ShapeProblem, shapeProblems } from '../k8s/object/known-fields';
import { apiGroup, isBuiltInGroup, type Manifest } from '../k8s/object/manifest';
import { formatPath } from '../values/path';
import type { Finding } from './checks';

/** Stable versions, which every cluster serves by default. */
const STABLE = /(^|\/)v\d+$/;

/** Problems of objects with built-in kinds. */
export function checkSchema(objects: readonly Manifest[]): Finding[] {
  return objects.flatMap((object): Finding[] => {
    const { apiVersion, kind } = object;
    const definition = `${apiVersion}/${kind}`;
    const isOwn = isBuiltInGroup(apiGroup(object));
    if (isOwn && !STABLE.test(apiVersion)) {
      return [{ object, field: 'apiVersion', message: `is not served by every cluster: ${apiVersion}` }];
    }
    if (!isKnownType(definition)) {
      return isOwn ? [{ object, field: 'kind', message: `is not a kind of ${apiVersion}` }] : [];
    }
    return shapeProblems(definition, object)
      .filter((problem) => !isGap(object, problem))
      .map(({ path, message }) => ({ object, field: formatPath(path), message }));
  });
}

/** The validators of `kubernetes-models` do not support the recursive schema inside a CRD. */
const isGap = ({ kind }: Manifest, { path, unknown }: ShapeProblem): boolean =>
  unknown && kind === 'CustomResourceDefinition' && path.includes('openAPIV3Schema') && path.at(-1) === 'description';
