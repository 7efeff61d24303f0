// Which changes the API server does not allow in place.

import { parse } from 'yaml';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { diff } from '../../../lib/review/diff/diff';

const isRecreated = (kind: string, before: string, after: string): boolean => {
  const object = (body: string): Manifest => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'x', namespace: 'n' },
    ...(parse(`{${body}}`) as object),
  });
  const [only] = diff([object(before)], [object(after)]).objects;
  if (!only) throw new Error('nothing changed');
  return only.classes.includes('recreated');
};

/** `spec.a.b` with a value, as YAML. */
const set = (field: string, value: string): string => {
  const steps = field.split('.');
  return `${steps.join(': {')}: ${value}${'}'.repeat(steps.length - 1)}`;
};

test.each([
  ['Deployment', 'spec.selector'],
  ['DaemonSet', 'spec.selector.matchLabels.a'],
  ['ReplicaSet', 'spec.selector'],
  ['StatefulSet', 'spec.selector'],
  ['StatefulSet', 'spec.serviceName'],
  ['StatefulSet', 'spec.volumeClaimTemplates'],
  ['StatefulSet', 'spec.podManagementPolicy'],
  ['Job', 'spec.selector'],
  ['Job', 'spec.template.spec.restartPolicy'],
  ['Job', 'spec.completions'],
  ['Job', 'spec.completionMode'],
  ['Job', 'spec.podFailurePolicy'],
  ['Service', 'spec.clusterIP'],
  ['Service', 'spec.clusterIPs'],
  ['PersistentVolumeClaim', 'spec.volumeName'],
  ['RoleBinding', 'roleRef.name'],
  ['ClusterRoleBinding', 'roleRef.kind'],
  ['StorageClass', 'provisioner'],
  ['StorageClass', 'parameters.type'],
  ['StorageClass', 'reclaimPolicy'],
  ['StorageClass', 'volumeBindingMode'],
  ['PriorityClass', 'value'],
  ['PriorityClass', 'preemptionPolicy'],
  ['RuntimeClass', 'handler'],
  ['IngressClass', 'spec.controller'],
  ['CustomResourceDefinition', 'spec.scope'],
  ['CustomResourceDefinition', 'spec.group'],
  ['CustomResourceDefinition', 'spec.names.kind'],
  ['CustomResourceDefinition', 'spec.names.plural'],
  ['Secret', 'type'],
  ['Pod', 'spec.nodeName'],
])('of a %s, %s cannot be changed', (kind, field) => {
  expect(isRecreated(kind, set(field, 'a'), set(field, 'b'))).toBe(true);
});

test.each([
  ['Deployment', 'spec.replicas'],
  ['StatefulSet', 'spec.serviceNames'],
  ['Job', 'spec.suspend'],
  ['Service', 'spec.type'],
  ['PersistentVolumeClaim', 'spec.volumeAttributesClassName'],
  ['StorageClass', 'allowVolumeExpansion'],
  ['CustomResourceDefinition', 'spec.names.singular'],
  ['Secret', 'data.a'],
  ['Pod', 'spec.activeDeadlineSeconds'],
  ['ConfigMap', 'data.a'],
  ['Buoy', 'spec.selector'],
])('of a %s, %s can', (kind, field) => {
  expect(isRecreated(kind, set(field, 'a'), set(field, 'b'))).toBe(false);
});

test('a claim can grow, but not shrink', () => {
  const size = (text: string) => `spec: {resources: {requests: {storage: ${text}}}}`;
  const resized = (before: string, after: string) => isRecreated('PersistentVolumeClaim', size(before), size(after));
  expect(resized('1Gi', '1025Mi')).toBe(false);
  expect(resized('1Gi', '1023Mi')).toBe(true);
  expect(resized('1Gi', 'much')).toBe(true);
});

test.each(['Secret', 'ConfigMap'])('an immutable %s cannot change its contents, but its labels', (kind) => {
  const sealed = (more: string) => `immutable: true, ${more}`;
  expect(isRecreated(kind, sealed('data: {a: YQ==}'), sealed('data: {a: Yg==}'))).toBe(true);
  expect(isRecreated(kind, sealed('binaryData: {a: YQ==}'), sealed('binaryData: {a: Yg==}'))).toBe(true);
  expect(isRecreated(kind, sealed('data: {a: YQ==}'), 'data: {a: YQ==}')).toBe(true);
  expect(isRecreated(kind, sealed('b: 1'), sealed('b: 2'))).toBe(false);
  expect(isRecreated(kind, 'data: {a: YQ==}', 'data: {a: Yg==}')).toBe(false);
});

test('the images of a Pod can be changed', () => {
  const pod = (list: string, image: string) => `spec: {${list}: [{name: a, image: ${image}}]}`;
  expect(isRecreated('Pod', pod('containers', 'a'), pod('containers', 'b'))).toBe(false);
  expect(isRecreated('Pod', pod('initContainers', 'a'), pod('initContainers', 'b'))).toBe(false);
  expect(isRecreated('Pod', pod('ephemeralContainers', 'a'), pod('ephemeralContainers', 'b'))).toBe(true);
});
