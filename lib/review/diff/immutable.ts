// Fields that the API server does not allow to change.

import type { Manifest } from '../../k8s/object/manifest';
import { compareQuantities } from '../../names/quantity';
import type { Difference } from './compare';

/** By kind: immutable paths. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec.selector'],
  DaemonSet: ['spec.selector'],
  ReplicaSet: ['spec.selector'],
  StatefulSet: ['spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates', 'spec.podManagementPolicy'],
  Job: ['spec.selector', 'spec.template', 'spec.completions', 'spec.completionMode', 'spec.podFailurePolicy'],
  Service: ['spec.clusterIP', 'spec.clusterIPs'],
  PersistentVolumeClaim: ['spec'],
  RoleBinding: ['roleRef'],
  ClusterRoleBinding: ['roleRef'],
  StorageClass: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'],
  PriorityClass: ['value', 'preemptionPolicy'],
  RuntimeClass: ['handler'],
  IngressClass: ['spec.controller'],
  CustomResourceDefinition: ['spec.scope', 'spec.group', 'spec.names.kind', 'spec.names.plural'],
  Secret: ['type'],
  Pod: ['spec'],
};

/** Exceptions, which can be changed. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  PersistentVolumeClaim: ['spec.volumeAttributesClassName'],
  Pod: ['spec.activeDeadlineSeconds'],
};

/** Whether the change requires deleting and recreating the object. */
export function isImmutable(before: Manifest, { path, before: was, after: is }: Difference): boolean {
  const field = path.filter((step) => typeof step === 'string').join('.');
  const { kind } = before;
  if (field === 'metadata.name' || field === 'metadata.namespace') return true;
  if (isSealed(before)) return /^(data|binaryData|immutable)(\.|$)/.test(field);
  if (kind === 'PersistentVolumeClaim' && field === 'spec.resources.requests.storage') return !grows(was, is);
  if (kind === 'Pod' && isImageOfPod(field)) return false;
  if (EXCEPTIONS[kind]?.some((exception) => isBelow(field, exception))) return false;
  return FIELDS[kind]?.some((fixed) => isBelow(field, fixed) || isBelow(fixed, field)) ?? false;
}

export const isImageOfPod = (field: string): boolean => /^spec\.(initC|c)ontainers\.image$/.test(field);

const isSealed = ({ kind, immutable }: Manifest): boolean =>
  (kind === 'Secret' || kind === 'ConfigMap') && immutable === true;

const isBelow = (field: string, root: string): boolean => field === root || field.startsWith(`${root}.`);

function grows(was: unknown, is: unknown): boolean {
  try {
    return compareQuantities(String(is), String(was)) > 0;
  } catch {
    return false;
  }
}
