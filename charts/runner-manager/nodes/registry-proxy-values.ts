// Values of the sidecar that forwards a node port to an image registry.

import { securityContext } from '../../../lib/k8s/common';
import { port } from '../../../lib/k8s/network/service';
import { imageText } from '../../../lib/k8s/workload/image-text';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, object, text } from '../../../lib/values/schema/schema';

/** Without characters that socat would parse as options. */
export const TARGET_HOST = {
  pattern: '^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$',
  expected: 'a host name or IPv4 address',
} as const;

export const registryProxyValues = () =>
  object(
    {
      enabled: boolean({ description: 'Whether to run it.', default: false }),
      image: imageText('Image that contains socat.'),
      listenPort: port({ description: 'Port on the node.', default: 5000 }),
      targetHost: text({ description: 'Host of the registry.', default: 'registry.external.com', ...TARGET_HOST }),
      targetPort: port({ description: 'Port of the registry.', default: 443 }),
      resources: resourceValues({ requests: { cpu: '10m', memory: '32Mi' } }),
      securityContext: securityContext(),
    },
    { description: 'Sidecar that forwards a node port to an image registry.' },
  );
