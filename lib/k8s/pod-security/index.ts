// Which Pod Security Standard admits a pod, and the fields that rule out a stricter one.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { beyondBaseline } from './baseline';
import type { Placed } from './placed';
import { beyondRestricted } from './restricted';

export const LEVELS = ['restricted', 'baseline', 'privileged'] as const;
export type Level = (typeof LEVELS)[number];

export interface Demand {
  /** The strictest standard that allows the field. */
  readonly level: Level;
  /** Path in the pod's spec: `containers[0].securityContext.privileged`. */
  readonly field: string;
}

/** Every field that a standard stricter than its `level` would forbid. */
export function demandsOf(spec: IPodSpec): Demand[] {
  const containers = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index): Placed => ({ container, field: `${list}[${index}]` })),
  );
  return [
    ...[...beyondBaseline(spec, containers)].map((field): Demand => ({ level: 'privileged', field })),
    ...[...beyondRestricted(spec, containers)].map((field): Demand => ({ level: 'baseline', field })),
  ];
}

/** The strictest standard that allows all of these fields. */
export const levelOf = (demands: readonly Demand[]): Level =>
  demands.reduce<Level>((level, demand) => laxer(level, demand.level), 'restricted');

const laxer = (a: Level, b: Level): Level => (LEVELS.indexOf(a) > LEVELS.indexOf(b) ? a : b);
