// A Karpenter pool of sandbox nodes, for clusters that add their nodes that way.

import type { Construct } from 'constructs';
import { NodePool } from '../../../imports/karpenter.sh';
import type { Labels } from '../../../lib/k8s/labels';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import type { Release } from '../../../lib/k8s/release';
import { quantity } from '../../../lib/k8s/workload/resources';
import { DNS_SUBDOMAIN, LABEL_KEY, LABEL_VALUE } from '../../../lib/names/naming';
import {
  boolean,
  choice,
  integer,
  list,
  map,
  object,
  optional,
  type Static,
  text,
} from '../../../lib/values/schema/schema';
import type { Pool } from './node-pool';

const time = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^(([0-9]+(s|m|h))+|Never)$',
    expected: 'a duration such as 30s, 5m or 720h, or Never',
  });

const budget = object(() => ({
  nodes: text({
    description: 'Maximum number or percentage of nodes disrupted at once.',
    pattern: '^((100|[0-9]{1,2})%|[0-9]+)$',
    expected: 'a number or a percentage',
  }),
  reasons: list(choice(['Empty', 'Drifted', 'Underutilized'], { description: 'Reason.' }), {
    description: 'Disruption reasons that this budget applies to; empty means all.',
    default: [],
  }),
}));

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'Gte', 'Lte'] as const;

const requirement = object(() => ({
  key: text({ description: 'Label of the node.', pattern: LABEL_KEY, expected: 'a label key' }),
  operator: choice(OPERATORS, { description: 'How the label is compared.' }),
  values: list(text({ description: 'Value.', pattern: LABEL_VALUE, maxLength: 63, expected: 'a label value' }), {
    description: 'Values to compare with.',
    default: [],
  }),
  minValues: optional(
    integer({ description: 'Minimum number of values that must stay possible.', minimum: 1, maximum: 50 }),
  ),
}));

/** What Karpenter's CRD would reject. */
export function refusedRequirement({ operator, values, minValues }: Static<typeof requirement>): string | undefined {
  const [value = ''] = values;
  switch (operator) {
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? `must be empty with operator ${operator}` : undefined;
    case 'In':
    case 'NotIn':
      if (values.length === 0) return `is required with operator ${operator}`;
      if (operator === 'In' && minValues !== undefined && values.length < minValues) {
        return `needs at least ${minValues} values for minValues`;
      }
      return undefined;
    default:
      return values.length === 1 && /^\d+$/.test(value)
        ? undefined
        : `must be a single number with operator ${operator}`;
  }
}

const machines: Static<typeof requirement>[] = [
  { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
  { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
];

export const karpenterValues = object(
  () => ({
    enabled: boolean({
      description: 'Whether to create the NodePool; requires Karpenter.',
      default: false,
    }),
    name: text({
      description: 'Name of the NodePool; by default derived from the namespace and release.',
      default: '',
      pattern: DNS_SUBDOMAIN,
      maxLength: 63,
      expected: 'at most 63 lowercase letters, digits, "-" and "."',
    }),
    nodeClassRef: object(
      {
        group: text({ description: 'API group of the NodeClass.', default: 'karpenter.k8s.aws', minLength: 1 }),
        kind: text({ description: 'Kind of the NodeClass.', default: 'EC2NodeClass', minLength: 1 }),
        name: text({ description: 'Name of the NodeClass; its disk should hold 1000 GB.', default: '' }),
      },
      { description: 'Reference to your NodeClass, which has the cloud-specific settings of the nodes.' },
    ),
    requirements: list(requirement, {
      description: 'Requirements for the nodes. The published runner images are for amd64.',
      default: machines,
    }),
    limits: map(quantity({ description: 'Amount of the resource.' }), {
      description: 'Total resources of all nodes in the pool. Set this: the API itself has no upper limit.',
      default: { cpu: '40', memory: '160Gi' },
      amounts: true,
    }),
    expireAfter: time('Age at which a node, with all its sandboxes, is replaced.', 'Never'),
    consolidationPolicy: choice(['WhenEmpty', 'WhenEmptyOrUnderutilized'], {
      description: 'Which nodes Karpenter may remove to save cost. A node with a placeholder pod is not empty.',
      default: 'WhenEmpty',
    }),
    consolidateAfter: time('How long Karpenter waits before it removes such a node.', '5m'),
    budgets: list(budget, {
      description: 'Limits on how many nodes may be disrupted at once.',
      default: [{ nodes: '0', reasons: ['Drifted'] }],
    }),
    weight: optional(
      integer({
        description: 'Priority of the pool: Karpenter tries the pool with the highest weight first.',
        minimum: 1,
        maximum: 100,
      }),
    ),
  }),
  { description: 'Karpenter NodePool with the label and taint of the sandbox nodes.' },
);

export type KarpenterValues = Static<typeof karpenterValues>;

export interface KarpenterPoolOptions {
  readonly name: string;
  readonly labels: Labels;
  readonly pool: Pool;
  readonly values: KarpenterValues;
}

/** Its API refuses an empty value, which means the same as none. */
const withoutEmptyValue = ({ value, ...taint }: Pool['taint']) => ({ ...taint, ...(value === '' ? {} : { value }) });

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
          requirements: requirements.map(({ values: wanted, ...one }) => ({
            ...one,
            ...(wanted.length > 0 ? { values: wanted } : {}),
          })),
          taints: [withoutEmptyValue(pool.taint)],
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
