// Values of what AWS does differently.

import { boolean, choice, object } from '../../../lib/values/schema';

export const awsValues = object(
  {
    loadBalancer: object(
      {
        enabled: boolean({
          description: 'Whether the Service of the SSH gateway gets the annotations of that controller.',
          default: false,
        }),
        scheme: choice(['internet-facing', 'internal'], {
          description: 'Who reaches it: everybody, or the network of the cluster.',
          default: 'internet-facing',
        }),
        targetType: choice(['ip', 'instance'], {
          description: 'Whether it leads to pods or to nodes.',
          default: 'ip',
        }),
        crossZone: boolean({ description: 'Whether every zone leads to the pods of all.', default: true }),
      },
      { description: 'Network Load Balancer from the AWS Load Balancer Controller.' },
    ),
  },
  { description: 'Amazon Web Services.' },
);
