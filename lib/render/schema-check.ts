// The Kubernetes schema of every object: types, required fields, and no field that the API does not have.

import { isKnownType, shapeProblems } from '../k8s/known-fields';
import { apiGroup, type Manifest } from '../k8s/manifest';
import { formatPath } from '../values/path';
import type { Finding } from './checks';
import { isOwnGroup } from './own-group';

/** Versions that stay, and that a cluster serves without being asked. */
const STABLE = /(^|\/)v\d+$/;

/** What the schema of Kubernetes' own kinds says against these objects. */
export function checkSchema(objects: readonly Manifest[]): Finding[] {
  return objects.flatMap((object): Finding[] => {
    const { apiVersion, kind } = object;
    const definition = `${apiVersion}/${kind}`;
    const isOwn = isOwnGroup(apiGroup(object));
    if (isOwn && !STABLE.test(apiVersion)) {
      return [{ object, field: 'apiVersion', message: `is not served by every cluster: ${apiVersion}` }];
    }
    if (!isKnownType(definition)) {
      return isOwn ? [{ object, field: 'kind', message: `is no kind of ${apiVersion}` }] : [];
    }
    return shapeProblems(definition, object).map(({ path, message }) => ({ object, field: formatPath(path), message }));
  });
}
