// The map of a release: its objects, what is around it, and how they are connected.

import type { Stage } from '../../../k8s/stage';

export const EDGE_KINDS = ['traffic', 'reference', 'permission'] as const;

/**
 * - `traffic`: one can open connections to the other.
 * - `reference`: one reads, mounts or configures the other by name.
 * - `permission`: one may act on the other, by RBAC or a cloud policy.
 */
export type EdgeKind = (typeof EDGE_KINDS)[number];

export interface GraphNode {
  /** Identifies it within its release. */
  readonly id: string;
  /** Kind of a Kubernetes object or, outside the cluster, what it is: `Host`. */
  readonly kind: string;
  readonly name: string;
  /** Absent for cluster-scoped objects, and outside. */
  readonly namespace?: string;
  /**
   * - `release`: an object of the release.
   * - `cluster`: an object that the release refers to and does not contain.
   * - `outside`: a host, load balancer, port or cloud.
   */
  readonly place: 'release' | 'cluster' | 'outside';
  /** Title of the box that it is drawn in. */
  readonly component: string;
  /** Only for objects of the release. */
  readonly stage?: Stage;
  /** Who can open connections to its pods; absent without pods. */
  readonly callers?: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** `port 3000`, `get pods`; absent if there is nothing to add. */
  readonly label?: string;
  /** Why the traffic does not get through. */
  readonly blocked?: string;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The nodes at the edge of the map. */
export const INBOUND = 'From outside';
export const OUTBOUND = 'To outside';
export const CLUSTER = 'Not in this release';

export const apiServer: GraphNode = {
  id: 'cluster:api',
  kind: 'API server',
  name: 'Kubernetes API',
  place: 'cluster',
  component: CLUSTER,
};

/** Where clients come in: a host name, a load balancer, a port of the nodes. */
export const inbound = (kind: string, name: string): GraphNode => outside(INBOUND, kind, name);

/** What the release connects to. */
export const outbound = (kind: string, name: string): GraphNode => outside(OUTBOUND, kind, name);

const outside = (component: string, kind: string, name: string): GraphNode => ({
  id: `${component}:${kind}:${name}`,
  kind,
  name,
  place: 'outside',
  component,
});

/** Collects nodes and edges, each once. */
export class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, { readonly edge: GraphEdge; readonly labels: Set<string> }>();

  /** The id of the node, which is added if it is new. */
  node(node: GraphNode): string {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    return node.id;
  }

  /** Edges between the same nodes become one, with all labels. */
  edge({ label, ...edge }: GraphEdge): void {
    if (edge.from === edge.to) return;
    const key = JSON.stringify([edge.from, edge.to, edge.kind, edge.blocked]);
    const known = this.edges.get(key) ?? { edge, labels: new Set() };
    if (label !== undefined) known.labels.add(label);
    this.edges.set(key, known);
  }

  build(): Graph {
    const edges = [...this.edges.values()].map(({ edge, labels }) =>
      labels.size > 0 ? { ...edge, label: [...labels].join(', ') } : edge,
    );
    return { nodes: [...this.nodes.values()], edges };
  }
}
