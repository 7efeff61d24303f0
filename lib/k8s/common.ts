// Values that every chart takes on top of its own, under the same keys.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { block, blocks, list, map, object, objectName, type Static, text } from '../values/schema';
import { LABEL_KEY, LABEL_VALUE } from './naming';

const labelValue = text({
  description: 'Value of a label.',
  pattern: LABEL_VALUE,
  maxLength: 63,
  expected: 'at most 63 letters, digits, "-", "_" or "."',
});

/** A map of labels. */
export const labelMap = (description: string) =>
  map(labelValue, {
    description,
    default: {},
    keys: LABEL_KEY,
    expectedKeys: 'a label key such as team or example.com/team',
  });

/** A map of annotations. */
export const annotationMap = (description: string) =>
  map(text({ description: 'Value of an annotation.' }), {
    description,
    default: {},
    keys: LABEL_KEY,
    expectedKeys: 'an annotation key such as example.com/note',
  });

export interface PlacementDefaults {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: IAffinity;
  readonly priorityClassName?: string;
}

/** Where pods run and what is written on them. A component's own keys win over the chart's; maps merge. */
export const placement = ({ nodeSelector = {}, affinity = {}, priorityClassName = '' }: PlacementDefaults) => ({
  nodeSelector: map(labelValue, {
    description: 'Labels that a node must have to run the pods.',
    default: nodeSelector,
    keys: LABEL_KEY,
    expectedKeys: 'a label key',
  }),
  tolerations: blocks<IToleration>('Toleration', { description: 'Taints that the pods tolerate.', default: [] }),
  affinity: block<IAffinity>('Affinity', { description: 'Affinity rules of the pods.', default: affinity }),
  priorityClassName: text({ description: 'PriorityClass of the pods.', default: priorityClassName }),
  podLabels: labelMap('Labels added to the pods. They cannot override the labels that selectors use.'),
  podAnnotations: annotationMap('Annotations added to the pods.'),
});

export const placementValues = placement({});

/** `podSecurityContext` of a chart or component. */
export const podSecurityContext = (value: IPodSecurityContext = {}) =>
  block<IPodSecurityContext>('PodSecurityContext', { description: 'Security context of the pods.', default: value });

/** `securityContext` of a chart or container. */
export const securityContext = (value: ISecurityContext = {}) =>
  block<ISecurityContext>('SecurityContext', { description: 'Security context of the containers.', default: value });

const pullSecrets = (description: string) =>
  list(objectName({ description: 'Name of a Secret with registry credentials.' }), { description, default: [] });

export const globalValues = object(
  {
    imageRegistry: text({ description: 'Registry that replaces the one of every image.', default: '' }),
    imagePullSecrets: pullSecrets('Names of existing Secrets with registry credentials, for every pod.'),
    storageClass: text({
      description: 'StorageClass of every claim that names none; "-" for none at all.',
      default: '',
    }),
    namespace: text({ description: 'Namespace of every object; empty takes the one of the release.', default: '' }),
  },
  { description: 'Settings for every component.' },
);

export interface CommonDefaults {
  readonly podSecurityContext?: IPodSecurityContext;
  readonly securityContext?: ISecurityContext;
}

/** The common keys of a chart's schema; spread them into it. */
export function commonValues(defaults: CommonDefaults = {}) {
  return {
    global: globalValues,
    imagePullSecrets: pullSecrets('As global.imagePullSecrets; both apply.'),
    namespaceOverride: text({ description: 'As global.namespace, which wins.', default: '' }),
    nameOverride: text({ description: "Replaces the chart's name in object names.", default: '' }),
    fullnameOverride: text({ description: 'Replaces the prefix of object names.', default: '' }),
    commonLabels: labelMap('Labels added to every object.'),
    commonAnnotations: annotationMap('Annotations added to every object.'),
    ...placementValues,
    podSecurityContext: podSecurityContext(defaults.podSecurityContext),
    securityContext: securityContext(defaults.securityContext),
  };
}

const shape = object(commonValues());
export type CommonValues = Static<typeof shape>;

const placementShape = object(placementValues);
export type Placement = Static<typeof placementShape>;
