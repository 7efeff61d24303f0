// Values of the limits for everything in the namespace of a lab.

import type { ILimitRangeItem } from 'kubernetes-models/v1/LimitRangeItem';
import { quantity } from '../../lib/k8s/workload/resources';
import { blocks, boolean, map, object } from '../../lib/values/schema/schema';

/** Resources that a ResourceQuota counts: `pods`, `requests.memory`, `count/services`, `requests.dozlab.io/kvm`. */
const COUNTED = '^([a-z0-9][-a-z0-9.]*/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$';

export const namespaceLimitValues = () => ({
  resourceQuota: object(
    {
      enabled: boolean({ description: 'Whether to create it.', default: false }),
      hard: map(quantity({ description: 'Amount for the whole namespace.' }), {
        description: 'What the namespace may use in total, such as pods, requests.memory or persistentvolumeclaims.',
        default: {},
        keys: COUNTED,
        expectedKeys: 'a resource such as pods, requests.memory or count/services',
      }),
    },
    {
      description:
        'ResourceQuota of the namespace, which all sessions in it share. Enable it in one release of the namespace only.',
    },
  ),
  limitRange: object(
    {
      enabled: boolean({ description: 'Whether to create it.', default: false }),
      limits: blocks<ILimitRangeItem>('LimitRangeItem', {
        description: 'Defaults and limits of single containers, pods or claims, each with a type.',
        default: [],
      }),
    },
    {
      description:
        'LimitRange of the namespace, which also applies to what others create in it. Enable it in one release of the namespace only.',
    },
  ),
});
