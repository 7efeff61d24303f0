// The labels of an ApplySet, which mark objects that belong together so that removed ones can be found and pruned.
// https://kubernetes.io/docs/reference/labels-annotations-taints/#applyset-kubernetes-io-id

import { apiGroup, type Manifest } from '../k8s/object/manifest';
import { sha256 } from '../names/hash';
import { CheckError, formatFinding } from '../render/checks';
import { inApplyOrder } from '../render/order';
import type { Rendered } from '../render/render';

const PREFIX = 'applyset.kubernetes.io';
const PARENT = { apiVersion: 'v1', kind: 'ConfigMap' } as const;

/** The id of the ApplySet whose parent is the ConfigMap of this name. */
export function applySetId(name: string, namespace: string): string {
  const parts = [name, namespace, PARENT.kind, apiGroup(PARENT)];
  return `applyset-${sha256(parts.join('.'), 'base64url')}-v1`;
}

/** The objects as members of an ApplySet, after its parent. */
export function inApplySet(rendered: Rendered, name: string, tool: string): Rendered {
  const { namespace, objects } = rendered;
  const clash = objects.find(({ kind, metadata }) => kind === PARENT.kind && metadata.name === name);
  if (clash) {
    const finding = { object: clash, field: 'metadata.name', message: 'is also the name of the ApplySet' };
    throw new CheckError([formatFinding(finding)]);
  }
  const id = applySetId(name, namespace);
  // Pruning a namespace would delete everything in it.
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  const members = objects
    .filter(({ kind }) => kind !== 'Namespace')
    .map((object): Manifest => {
      const labels = { ...object.metadata.labels, [`${PREFIX}/part-of`]: id };
      return { ...object, metadata: { ...object.metadata, labels } };
    });
  const others = objects
    .map((object) => object.metadata.namespace)
    .filter((at) => at !== undefined && at !== namespace);
  const annotations = {
    [`${PREFIX}/tooling`]: `sandbox-charts/v${tool}`,
    [`${PREFIX}/contains-group-kinds`]: listed(members.map(groupKind)),
    ...(others.length > 0 ? { [`${PREFIX}/additional-namespaces`]: listed(others.map(String)) } : {}),
  };
  const parent: Manifest = { ...PARENT, metadata: { name, namespace, labels: { [`${PREFIX}/id`]: id }, annotations } };
  return { ...rendered, objects: inApplyOrder([...namespaces, parent, ...members]) };
}

/** `Deployment.apps`, `Secret` */
function groupKind(object: Manifest): string {
  const group = apiGroup(object);
  return group === '' ? object.kind : `${object.kind}.${group}`;
}

const listed = (words: readonly string[]): string => [...new Set(words)].sort().join(',');
