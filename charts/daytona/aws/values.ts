// Values for AWS.

import { boolean, choice, object } from '../../../lib/values/schema/schema';

export const awsValues = object(
  () => ({
    loadBalancer: object(
      {
        enabled: boolean({
          description: 'Whether to add the annotations of that controller to the Service of the SSH gateway.',
          default: false,
        }),
        scheme: choice(['internet-facing', 'internal'], {
          description: 'Whether it is reachable from the internet or from internal networks only.',
          default: 'internet-facing',
        }),
        targetType: choice(['ip', 'instance'], {
          description: 'Whether targets are pod IPs or nodes.',
          default: 'ip',
        }),
        crossZone: boolean({ description: 'Whether to enable cross-zone load balancing.', default: true }),
      },
      { description: 'Network Load Balancer created by the AWS Load Balancer Controller.' },
    ),
  }),
  { description: 'Amazon Web Services.' },
);
