// Pod templates: the one place where pods get the settings of their chart and component.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Labels } from '../labels';
import type { Release } from '../release';
import { dnsOf } from './dns';
import { type NodeAgents, type PodPlacement, placePod } from './placement';

/** The pod settings that a component can have. Missing ones come from the chart. */
export interface PodSettings extends PodPlacement {
  readonly priorityClassName?: string;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly podSecurityContext?: IPodSecurityContext;
  /** In addition to the chart's. */
  readonly imagePullSecrets?: readonly string[];
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: IPodSpec;
}

/** Options of `podTemplate`. */
export interface PodOptions {
  /** Labels of the component. */
  readonly labels: Labels;
  /** Placement, pod labels and annotations that the values of the component set; `{}` for none. */
  readonly settings: PodSettings;
  /** Everything that only this pod has. Containers bring their own resources, probes and security context. */
  readonly spec: Omit<IPodSpec, 'nodeSelector' | 'tolerations' | 'affinity' | 'priorityClassName' | 'imagePullSecrets'>;
  /** For a node agent: whether it gets the chart's placement, and its labels and annotations for pods. */
  readonly nodeAgents?: NodeAgents;
  /** Annotations that the component itself needs. */
  readonly annotations?: Readonly<Record<string, string>>;
}

const nonEmpty = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length > 0;

/** Drops empty settings, so that they are not rendered. */
function present<T extends Record<string, unknown>>(fields: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key];
    if (value === '' || value === undefined || (typeof value === 'object' && !nonEmpty(value ?? {}))) continue;
    kept[key] = value;
  }
  return kept;
}

/** A pod template with placement, security contexts, pull secrets and labels in place. */
export function podTemplate(
  release: Release,
  { labels, settings, spec, nodeAgents, annotations }: PodOptions,
): PodTemplate {
  const { common } = release;
  const harden = ({ securityContext, ...container }: IContainer): IContainer => ({
    ...container,
    ...present({ securityContext: { ...common.securityContext, ...securityContext } }),
  });
  const complete: IPodSpec = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...dnsOf(common, spec),
    ...spec,
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(harden) } : {}),
    containers: spec.containers.map(harden),
    ...(present({
      imagePullSecrets: pullSecrets(release, settings),
      ...placePod(common, settings, nodeAgents),
      priorityClassName: settings.priorityClassName || common.priorityClassName,
      securityContext: { ...common.podSecurityContext, ...settings.podSecurityContext },
    }) as Partial<IPodSpec>),
  };
  const notes = {
    ...(nodeAgents && !nodeAgents.inherit ? {} : { ...common.commonAnnotations, ...common.podAnnotations }),
    ...settings.podAnnotations,
    ...annotations,
  };
  return {
    metadata: {
      labels: labels.pod(settings.podLabels, nodeAgents),
      ...(nonEmpty(notes) ? { annotations: notes } : {}),
    },
    spec: complete,
  };
}

/** Without duplicates: the API server merges the list by name, and rejects a repeated name. */
function pullSecrets({ common }: Release, { imagePullSecrets = [] }: PodSettings): { readonly name: string }[] {
  const names = new Set([...common.global.imagePullSecrets, ...common.imagePullSecrets, ...imagePullSecrets]);
  return [...names].map((name) => ({ name }));
}
