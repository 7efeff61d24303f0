// Service annotations for the AWS Load Balancer Controller.

import type { Static } from '../../../lib/values/schema/schema';
import type { awsValues } from './values';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer';

export function loadBalancerAnnotations({ loadBalancer }: Static<typeof awsValues>): Record<string, string> {
  const { enabled, scheme, targetType, crossZone } = loadBalancer;
  if (!enabled) return {};
  return {
    [`${PREFIX}-type`]: 'external',
    [`${PREFIX}-nlb-target-type`]: targetType,
    [`${PREFIX}-scheme`]: scheme,
    [`${PREFIX}-attributes`]: `load_balancing.cross_zone.enabled=${crossZone}`,
  };
}
