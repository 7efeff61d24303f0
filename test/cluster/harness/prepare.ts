// Creates what the requirements of a release list: namespaces, nodes, priority classes.

import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Manifest } from '../../../lib/k8s/object/manifest';
import { Inventory } from '../../../lib/render/checks/inventory';
import type { NodeNeed } from '../../../lib/requirements/nodes';
import type { Requirements } from '../../../lib/requirements/requirements';
import type { Kubectl } from './kubectl';
import { addNode, type NodeTraits, removeNode, storageClassOf } from './nodes';

/** Namespaces that every cluster has, and that cannot be deleted. */
const OF_THE_CLUSTER = /^(default|kube-(system|public|node-lease))$/;

export interface Prepared {
  /** Removes it again. */
  remove(): Promise<void>;
}

/** `name` is the prefix of the created names. */
export async function prepare(
  cluster: Kubectl,
  objects: readonly Manifest[],
  requirements: Requirements,
  name: string,
): Promise<Prepared> {
  const rendered = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const missing = requirements.namespaces.filter(({ name: need }) => !rendered.has(need) && !OF_THE_CLUSTER.test(need));
  const namespaces = missing.map(({ name: namespace, podSecurity = 'privileged' }) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': podSecurity } },
  }));
  const inventory = new Inventory(objects, []);
  const specs = inventory.pods.map(({ spec }) => spec);
  const classes = [...new Set(specs.flatMap(({ priorityClassName }) => priorityClassName ?? []))]
    .filter((priority) => !priority.startsWith('system-') && !isRendered(objects, 'PriorityClass', priority))
    .map((priority) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: priority },
      value: 1000,
    }));
  const storage = requirements.classes
    .filter(({ kind, name: storageClass }) => kind === 'StorageClass' && storageClass !== undefined)
    .map(({ name: storageClass }) => storageClassOf(storageClass ?? ''));
  const helpers = [...namespaces, ...classes, ...storage];
  for (const { metadata } of namespaces) await ended(cluster, metadata.name);
  if (helpers.length > 0) await cluster.ok(['apply', '-f', '-'], { input: listOf(helpers) });
  const nodes = traitsOf(requirements, specs).map((traits, at) => ({ name: `${name}-${at}`, traits }));
  for (const node of nodes) await addNode(cluster, node.name, node.traits);

  return {
    async remove() {
      for (const node of nodes) await removeNode(cluster, node.name);
      // The namespaces continue terminating; a case that needs one again waits for it.
      if (helpers.length > 0) {
        await cluster.ok(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], { input: listOf(helpers) });
      }
    },
  };
}

/** Waits for a namespace that an earlier case has deleted. */
async function ended(cluster: Kubectl, name: string): Promise<void> {
  const found = await cluster.ok(['get', 'namespace', name, '--ignore-not-found', '-o', DELETED_AT]);
  if (found !== '') await cluster.ok(['wait', '--for=delete', `namespace/${name}`, '--timeout=120s']);
}

const DELETED_AT = 'jsonpath={.metadata.deletionTimestamp}';

const listOf = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const isRendered = (objects: readonly Manifest[], kind: string, name: string): boolean =>
  objects.some((object) => object.kind === kind && object.metadata.name === name);

/** A node for each kind that the release needs, with enough of every device. */
function traitsOf(requirements: Requirements, specs: readonly IPodSpec[]): NodeTraits[] {
  const counted = requirements.devices.map(({ name }) => name).filter((name) => !name.startsWith('/'));
  // Several pods of one kind may need separate nodes.
  const copies = Math.max(1, ...specs.map((spec) => (isSpread(spec) ? 3 : 1)));
  const needs = requirements.nodes.length > 0 || counted.length === 0 ? requirements.nodes : [{ by: [] }];
  return needs.flatMap((need: NodeNeed) =>
    Array.from({ length: copies }, (_, at) => ({ ...traitsOfNeed(need, at), devices: counted })),
  );
}

const isSpread = ({ affinity, topologySpreadConstraints = [] }: IPodSpec): boolean =>
  topologySpreadConstraints.length > 0 ||
  (affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0;

/** The first of the affinity terms is as good as any. */
function traitsOfNeed({ labels, oneOf = [], tolerations = [] }: NodeNeed, at: number): NodeTraits {
  const [term] = oneOf as { matchExpressions?: { key: string; operator: string; values?: string[] }[] }[];
  const wanted = (term?.matchExpressions ?? []).flatMap(({ key, operator, values = [] }) =>
    operator === 'In' || operator === 'Exists' ? [[key, values[0] ?? 'true'] as const] : [],
  );
  const taints = tolerations.flatMap(({ key, value, effect, operator }) =>
    key === undefined || operator === 'Exists' ? [] : [{ key, value: value ?? '', effect: effect ?? 'NoSchedule' }],
  );
  return { labels: { 'topology.kubernetes.io/zone': `zone-${at}`, ...Object.fromEntries(wanted), ...labels }, taints };
}
