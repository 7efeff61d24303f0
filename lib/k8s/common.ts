// Values that every chart has, with the same keys.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IPodSecurityContext } from 'kubernetes-models/v1/PodSecurityContext';
import type { ISecurityContext } from 'kubernetes-models/v1/SecurityContext';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { DATA_KEY, DNS_LABEL, DNS_LABEL_LIMIT, LABEL_KEY, LABEL_VALUE } from '../names/naming';
import { IMAGE, REGISTRY } from '../names/registry';
import {
  block,
  blocks,
  boolean,
  list,
  map,
  object,
  objectName,
  type Static,
  type TObject,
  text,
} from '../values/schema/schema';
import type { Rule } from '../values/validate';
import { goneImageRule } from './gone-images';
import { egressPolicyValues } from './network/egress-values';
import { fingerprintKey, fingerprintKeyRules } from './secret/fingerprint-key';
import { storageClassName } from './storage/storage-class-name';
import type { DnsValues } from './workload/dns';

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
export const annotationMap = (description: string, value: Readonly<Record<string, string>> = {}) =>
  map(text({ description: 'Value of an annotation.' }), {
    description,
    default: value,
    annotations: true,
    keys: LABEL_KEY,
    expectedKeys: 'an annotation key such as example.com/note',
  });

export interface PlacementDefaults {
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: IAffinity;
  readonly priorityClassName?: string;
}

/**
 * Placement, labels and annotations of pods. A component's own nodeSelector, tolerations, affinity and
 * priorityClassName replace the chart's; its labels and annotations are added to them.
 */
export const placement = ({ nodeSelector = {}, affinity = {}, priorityClassName = '' }: PlacementDefaults) => ({
  nodeSelector: map(labelValue, {
    description: 'Labels that a node must have to run the pods.',
    default: nodeSelector,
    keys: LABEL_KEY,
    expectedKeys: 'a label key',
  }),
  tolerations: blocks<IToleration>('Toleration', { description: 'Taints that the pods tolerate.', default: [] }),
  affinity: block<IAffinity>('Affinity', { description: 'Affinity rules of the pods.', default: affinity }),
  priorityClassName: objectName({ description: 'PriorityClass of the pods.', default: priorityClassName }),
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

export interface SecurityDefaults {
  readonly podSecurityContext?: IPodSecurityContext;
  readonly securityContext?: ISecurityContext;
}

/** Placement and security contexts of a component's pods; spread them into its values. */
export const podSettings = (defaults: SecurityDefaults = {}) => ({
  ...placementValues,
  podSecurityContext: podSecurityContext(defaults.podSecurityContext),
  securityContext: securityContext(defaults.securityContext),
});

/** The name of a namespace; empty to use another one. */
export const namespaceName = (description: string) =>
  text({
    description,
    default: '',
    pattern: DNS_LABEL,
    maxLength: DNS_LABEL_LIMIT,
    expected: 'the name of a namespace',
  });

export const namePart = (description: string) =>
  text({
    description,
    default: '',
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    maxLength: DNS_LABEL_LIMIT,
    expected: 'lowercase letters, digits and "-", starting with a letter and ending with a letter or digit',
  });

/** The key of an entry of a Secret or ConfigMap. */
export const dataKey = (about: { readonly description: string; readonly default?: string }) =>
  text({ pattern: DATA_KEY, maxLength: 253, expected: 'letters, digits, "-", "_" and "."', ...about });

/** Names of Secrets, each also as `{name: x}`. */
export const pullSecrets = (description: string) =>
  list(objectName({ description: 'Name of a Secret with registry credentials.' }), { description, default: [] });

export const globalValues = object(
  {
    imageRegistry: text({
      description: 'Registry that replaces the registry of every image.',
      default: '',
      pattern: REGISTRY,
      expected: 'a registry host, optionally with a port and path',
    }),
    imagePullSecrets: pullSecrets('Existing Secrets with registry credentials, for all pods.'),
    kubectlImage: text({
      description:
        'Image that replaces daytonaio/kubectl in all Jobs and init containers that call the API server. It must have sh, curl, jq, openssl and kubectl, and run as any user with a read-only root filesystem.',
      default: '',
      pattern: IMAGE,
      expected: 'an image such as registry.example.com/tools/kubectl:1.36',
    }),
    storageClass: storageClassName('Default StorageClass of all claims; "-" means none.'),
    namespace: namespaceName('Namespace of all objects; defaults to the release namespace.'),
  },
  { description: 'Settings for all components.' },
);

/** The common keys of a chart's schema; spread them into it. */
export function commonValues(defaults: SecurityDefaults = {}) {
  return {
    global: globalValues,
    imagePullSecrets: pullSecrets('Additional image pull Secrets, as in global.imagePullSecrets.'),
    namespaceOverride: namespaceName('Same as global.namespace, which takes precedence.'),
    createNamespace: boolean({
      description:
        'Whether to render the release namespace, with the Pod Security level that its pods need. Namespaces that every cluster has, such as default, are never rendered.',
      default: false,
    }),
    nameOverride: namePart("Replaces the chart's name in object names."),
    fullnameOverride: namePart('Replaces the whole prefix of object names; truncated if a suffix needs the space.'),
    commonLabels: labelMap('Labels added to all objects.'),
    commonAnnotations: annotationMap('Annotations added to all objects.'),
    ...podSettings(defaults),
    egressPolicy: egressPolicyValues(),
    fingerprintKey: fingerprintKey(),
  };
}

/** Not every chart has the settings for DNS. */
export type CommonValues = Static<TObject<ReturnType<typeof commonValues>>> & Partial<DnsValues>;

/** Rules of these values; spread them into the chart's. */
export const commonRules: readonly Rule<Pick<CommonValues, 'fingerprintKey' | 'global'>>[] = [
  ...fingerprintKeyRules,
  goneImageRule,
];

export type Placement = Static<TObject<typeof placementValues>>;
