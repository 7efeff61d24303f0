// A Karpenter pool of sandbox nodes, for clusters that add their nodes that way.

import type { Construct } from 'constructs';
import type { INodeSelectorRequirement } from 'kubernetes-models/v1/NodeSelectorRequirement';
import { NodePool } from '../../imports/karpenter.sh';
import { ApiObject } from '../../lib/k8s/api-object';
import type { Labels } from '../../lib/k8s/labels';
import type { Release } from '../../lib/k8s/release';
import { quantity } from '../../lib/k8s/resources';
import { DNS_SUBDOMAIN } from '../../lib/names/naming';
import {
  blocks,
  boolean,
  choice,
  integer,
  list,
  map,
  object,
  optional,
  type Static,
  text,
} from '../../lib/values/schema';
import type { Pool } from './node-pool';

const time = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^(([0-9]+(s|m|h))+|Never)$',
    expected: 'a duration such as 30s, 5m or 720h, or Never',
  });

const budget = object({
  nodes: text({
    description: 'Nodes that may go at once.',
    pattern: '^((100|[0-9]{1,2})%|[0-9]+)$',
    expected: 'a number or a percentage',
  }),
  reasons: list(choice(['Empty', 'Drifted', 'Underutilized'], { description: 'Reason.' }), {
    description: 'Reasons that the budget limits; empty for all.',
    default: [],
  }),
});

const machines: INodeSelectorRequirement[] = [
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
  { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
];

export const karpenterValues = object(
  {
    enabled: boolean({
      description: 'Whether to create the NodePool; the cluster must run Karpenter.',
      default: false,
    }),
    name: text({
      description: 'Name of the NodePool; empty takes one of namespace and release.',
      default: '',
      pattern: DNS_SUBDOMAIN,
      maxLength: 63,
      expected: 'at most 63 lower-case letters, digits, "-" and "."',
    }),
    nodeClassRef: object(
      {
        group: text({ description: 'API group of the node class.', default: 'karpenter.k8s.aws', minLength: 1 }),
        kind: text({ description: 'Kind of the node class.', default: 'EC2NodeClass', minLength: 1 }),
        name: text({ description: 'Name of the node class; its disk should hold 1000 GB.', default: '' }),
      },
      { description: "The cloud's settings of the nodes, kept by you." },
    ),
    requirements: blocks<INodeSelectorRequirement>('NodeSelectorRequirement', {
      description: 'Which machines qualify. The published runner images are for amd64.',
      default: machines,
    }),
    limits: map(quantity({ description: 'Amount of the resource.' }), {
      description: 'Sums over all nodes that the pool never exceeds: the API itself has no upper limit.',
      default: { cpu: '40', memory: '160Gi' },
    }),
    expireAfter: time('Age at which a node is replaced, with every sandbox on it.', 'Never'),
    consolidationPolicy: choice(['WhenEmpty', 'WhenEmptyOrUnderutilized'], {
      description: 'Which nodes may be removed to save cost. A node with a placeholder is not empty.',
      default: 'WhenEmpty',
    }),
    consolidateAfter: time('How long a node must have been so.', '5m'),
    budgets: list(budget, {
      description: 'How many nodes may be taken away at once, and why.',
      default: [{ nodes: '0', reasons: ['Drifted'] }],
    }),
    weight: optional(
      integer({ description: 'The pool with the highest weight is tried first.', minimum: 1, maximum: 100 }),
    ),
  },
  { description: 'A Karpenter NodePool with the label and taint.' },
);

export type KarpenterValues = Static<typeof karpenterValues>;

export interface KarpenterPoolOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly pool: Pool;
  readonly values: KarpenterValues;
}

export function karpenterPool(
  scope: Construct,
  id: string,
  release: Release,
  { name, labels, pool, values }: KarpenterPoolOptions,
): void {
  const { nodeClassRef, requirements, limits, expireAfter, consolidationPolicy, consolidateAfter, budgets } = values;
  const manifest = NodePool.manifest({
    metadata: release.clusterMetadata(name, labels),
    spec: {
      template: {
        metadata: { labels: { [pool.label.key]: pool.label.value } },
        spec: {
          nodeClassRef,
          requirements,
          taints: [pool.taint],
          expireAfter,
        },
      },
      disruption: {
        consolidationPolicy,
        consolidateAfter,
        budgets: budgets.map(({ nodes, reasons }) => ({ nodes, ...(reasons.length > 0 ? { reasons } : {}) })),
      },
      ...(Object.keys(limits).length > 0 ? { limits } : {}),
      ...(values.weight === undefined ? {} : { weight: values.weight }),
    },
  });
  new ApiObject(scope, id, manifest);
}
