// The pods that an object makes.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../k8s/manifest';
import { at, POD_SPECS } from '../../render/checks/inventory';
import { isMap } from '../../values/scalar';

/** Kinds whose running pods follow their template. */
const ROLLING = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The spec of the pods; `undefined` for an object that makes none. */
export function podSpecOf(object: Manifest): IPodSpec | undefined {
  const path = POD_SPECS[object.kind];
  const spec = path === undefined ? undefined : at(object, path);
  return isMap(spec) ? (spec as unknown as IPodSpec) : undefined;
}

/** True for a field whose change replaces the pods that run. */
export const rollsPods = (kind: string, field: string): boolean =>
  ROLLING.includes(kind) && /^spec\.template(\.|$)/.test(field);
