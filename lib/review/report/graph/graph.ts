// The map of one release.

import { objectKey } from '../../../k8s/object/manifest';
import { Inventory } from '../../../render/checks/inventory';
import { addExposure } from './exposure';
import { type Graph, GraphBuilder } from './model';
import { objectNodes, type ReleaseObjects } from './objects';
import { addPermissions } from './permissions';
import { Policies } from './policies';
import { addReferences } from './references';
import { addTraffic } from './traffic';

export function graphOf(release: ReleaseObjects): Graph {
  const inventory = new Inventory(release.objects, release.externals);
  const policies = new Policies(inventory);
  const callers = new Map(inventory.pods.map((pod) => [objectKey(pod.object), policies.callersOf(pod)]));
  const graph = new GraphBuilder();
  for (const node of objectNodes(release)) {
    const own = callers.get(node.id);
    graph.node(own ? { ...node, callers: own } : node);
  }
  addExposure(graph, inventory);
  addTraffic(graph, inventory);
  addReferences(graph, inventory);
  addPermissions(graph, inventory, release);
  return graph.build();
}
