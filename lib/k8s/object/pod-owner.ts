// Objects that create pods.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { remembering } from '../../names/remember';
import type { Manifest } from './manifest';

/** The pods that an object creates. */
export interface PodOwner {
  readonly object: Manifest;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: IPodSpec;
  /** Path of the pod's spec in the object. */
  readonly field: string;
}

/** The path of the pod spec in each kind. */
export const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

interface PodShape {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: IPodSpec;
}

const stepsOf = remembering((path): readonly string[] => path.split('.'));

/** The value at a dotted path of an object. */
export function at(object: unknown, path: string): unknown {
  let value = object;
  for (const key of stepsOf(path)) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

/** The objects that create pods. */
export function podOwners(objects: readonly Manifest[]): PodOwner[] {
  return objects.flatMap((object): PodOwner[] => {
    const field = POD_SPECS[object.kind];
    if (field === undefined) return [];
    const owner = field === 'spec' ? object : at(object, field.slice(0, -'.spec'.length));
    // extraObjects are checked earlier, but not objects that users add to their own construct tree.
    const { metadata, spec } = (owner ?? {}) as Partial<PodShape>;
    if (spec === undefined) return [];
    return [{ object, namespace: object.metadata.namespace, labels: metadata?.labels ?? {}, spec, field }];
  });
}
