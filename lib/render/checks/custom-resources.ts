// Checks custom resources against the schemas of their kinds.

import { SCHEMA_GROUPS } from '../../../imports/schemas/groups';
import { customResourceProblems } from '../../k8s/custom-resources';
import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { formatPath, valueAt } from '../../values/path';
import type { Finding } from './finding';
import type { Inventory } from './inventory';

export function* customResources({ objects }: Inventory): Generator<Finding> {
  const custom = objects.filter((object) => SCHEMA_GROUPS.includes(apiGroup(object)));
  const own = new Set(objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map(definedKind));
  for (const object of custom) {
    // The release brings its own version of the kind.
    if (own.has(`${apiGroup(object)}/${object.kind}`)) continue;
    for (const { path, message } of customResourceProblems(object)) {
      yield { object, field: formatPath(path), message };
    }
  }
}

const definedKind = ({ spec }: Manifest): string =>
  [valueAt(spec, ['group']), valueAt(spec, ['names', 'kind'])].map(String).join('/');
