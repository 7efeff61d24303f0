// The pods that an object creates.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../../k8s/object/manifest';
import { at, POD_SPECS } from '../../../render/checks/inventory';
import { isMap } from '../../../values/scalar';

/** Kinds whose pods are replaced when their template changes. */
const ROLLING = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The spec of the pods; `undefined` for an object without pods. */
export function podSpecOf(object: Manifest): IPodSpec | undefined {
  const path = POD_SPECS[object.kind];
  const spec = path === undefined ? undefined : at(object, path);
  return isMap(spec) ? (spec as unknown as IPodSpec) : undefined;
}

/** Whether changing the field replaces running pods. */
export const rollsPods = (kind: string, field: string): boolean =>
  ROLLING.includes(kind) && /^spec\.template(\.|$)/.test(field);
