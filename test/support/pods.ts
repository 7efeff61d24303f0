// The pods of a release, as tests read them.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { Rendered } from '../../lib/render/render';
import { only } from './render';

interface Workload {
  readonly spec: { readonly template: IPodTemplateSpec & { readonly spec: { readonly containers: IContainer[] } } };
}

/** The pod template of a Deployment, DaemonSet, StatefulSet or Job. */
export const templateOf = (rendered: Rendered, kind: string, name?: string) =>
  only<Workload>(rendered, kind, name).spec.template;

/** A container of a pod template. */
export function containerOf({ spec }: ReturnType<typeof templateOf>, name: string): IContainer {
  const found = spec.containers.find((container) => container.name === name);
  if (!found) throw new Error(`no container ${name} among ${spec.containers.map((container) => container.name)}`);
  return found;
}

/** Variables by name: the literal, `secret/key` or the pod field that it comes from. */
export const variablesOf = ({ env = [] }: IContainer): Record<string, string> =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom }) => {
      const { secretKeyRef, fieldRef } = valueFrom ?? {};
      return [name, secretKeyRef ? `${secretKeyRef.name}/${secretKeyRef.key}` : (fieldRef?.fieldPath ?? value ?? '')];
    }),
  );
