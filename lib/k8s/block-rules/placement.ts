// Tolerations, affinity and the selectors in them.

import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { INodeSelectorRequirement } from 'kubernetes-models/v1/NodeSelectorRequirement';
import type { INodeSelectorTerm } from 'kubernetes-models/v1/NodeSelectorTerm';
import type { IPodAffinity } from 'kubernetes-models/v1/PodAffinity';
import type { IPodAffinityTerm } from 'kubernetes-models/v1/PodAffinityTerm';
import type { IToleration } from 'kubernetes-models/v1/Toleration';
import { each, type Refusal, range, refusal, within } from './refusal';

export function* toleration({ key, operator, value, effect, tolerationSeconds }: IToleration): Generator<Refusal> {
  if (!key && operator !== 'Exists') yield refusal('must be Exists without a key', 'operator');
  if (operator === 'Exists' && value) yield refusal('must be absent with operator Exists', 'value');
  if (typeof tolerationSeconds === 'number' && effect !== 'NoExecute') {
    yield refusal('requires effect NoExecute', 'tolerationSeconds');
  }
}

type Requirement = Pick<INodeSelectorRequirement, 'values'> & { readonly operator: string };

/** A selector of node labels, or of other labels. */
export function* requirement({ operator, values }: Requirement): Generator<Refusal> {
  const count = values?.length ?? 0;
  if ((operator === 'In' || operator === 'NotIn') && count === 0) {
    yield refusal(`is required with operator ${operator}`, 'values');
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
    yield refusal(`must be absent with operator ${operator}`, 'values');
  }
  if ((operator === 'Gt' || operator === 'Lt') && count !== 1) {
    yield refusal(`must be a single number with operator ${operator}`, 'values');
  }
}

interface Selector {
  readonly matchExpressions?: readonly Requirement[];
}

const selector = (of: Selector | undefined): Iterable<Refusal> =>
  each(of?.matchExpressions, ['matchExpressions'], requirement);

const nodeTerm = (term: INodeSelectorTerm): Iterable<Refusal> => selector(term);

function* podTerm({ labelSelector, namespaceSelector }: IPodAffinityTerm): Generator<Refusal> {
  yield* within(['labelSelector'], selector(labelSelector));
  yield* within(['namespaceSelector'], selector(namespaceSelector));
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function* ofPods(pods: IPodAffinity | undefined): Generator<Refusal> {
  yield* each(pods?.[REQUIRED], [REQUIRED], podTerm);
  yield* each(pods?.[PREFERRED], [PREFERRED], function* ({ weight, podAffinityTerm }) {
    yield* range(weight, ['weight'], 1, 100);
    yield* within(['podAffinityTerm'], podTerm(podAffinityTerm));
  });
}

export function* affinity({ nodeAffinity, podAffinity, podAntiAffinity }: IAffinity): Generator<Refusal> {
  const terms = nodeAffinity?.[REQUIRED]?.nodeSelectorTerms;
  const place = ['nodeAffinity', REQUIRED, 'nodeSelectorTerms'];
  if (terms?.length === 0) yield refusal('must not be empty', ...place);
  yield* each(terms, place, nodeTerm);
  yield* each(nodeAffinity?.[PREFERRED], ['nodeAffinity', PREFERRED], function* ({ weight, preference }) {
    yield* range(weight, ['weight'], 1, 100);
    yield* within(['preference'], nodeTerm(preference));
  });
  yield* within(['podAffinity'], ofPods(podAffinity));
  yield* within(['podAntiAffinity'], ofPods(podAntiAffinity));
}

export function* networkPeer({ podSelector, namespaceSelector, ipBlock }: INetworkPolicyPeer): Generator<Refusal> {
  if (ipBlock && (podSelector || namespaceSelector)) yield refusal('must not be combined with others', 'ipBlock');
  yield* within(['podSelector'], selector(podSelector));
  yield* within(['namespaceSelector'], selector(namespaceSelector));
}
