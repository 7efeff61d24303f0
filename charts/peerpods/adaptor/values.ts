// Values of the Cloud API Adaptor, the DaemonSet that turns pods into virtual machines.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { placement, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { DEFAULT_SECCOMP } from '../../../lib/k8s/workload/hardened';
import { probeValues } from '../../../lib/k8s/workload/probes';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, integerOrPercent, object } from '../../../lib/values/schema/schema';
import { imageName, imageVersion } from '../image';

/** Also used for an empty name or tag. */
export const ADAPTOR_IMAGE = 'quay.io/confidential-containers/cloud-api-adaptor';

export const imageSchema = object(
  { name: imageName(ADAPTOR_IMAGE), ...imageVersion('Always') },
  {
    description:
      'Image of the adaptor. The tag <commit> is a release build; latest, dev-<commit> and <commit>-dev are dev builds, which libvirt needs. If the tag is that of a version, libvirt gets its dev build.',
  },
);

export const daemonsetSchema = object(
  () => ({
    updateStrategy: object(
      {
        maxUnavailable: integerOrPercent({
          description: 'Maximum number or percentage of nodes without the adaptor during an update.',
          default: 0,
          minimum: 0,
        }),
        maxSurge: integerOrPercent({
          description: 'Maximum number or percentage of nodes with a second adaptor during an update.',
          default: 1,
          minimum: 0,
        }),
      },
      { description: 'Rolling update; exactly one of the two values must be 0.' },
    ),
    serviceAccount: serviceAccountValues(),
    ...placement({ nodeSelector: { 'node.kubernetes.io/worker': '' } }),
    podSecurityContext: podSecurityContext(DEFAULT_SECCOMP),
    securityContext: securityContext({ capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN'] } }),
    resources: resourceValues(),
    startupProbe: probeValues({ initialDelaySeconds: 20, periodSeconds: 20, failureThreshold: 30 }),
  }),
  { description: 'DaemonSet of the adaptor. Its nodeSelector also applies to kata-deploy.' },
);

export const rrsaSchema = object(() => ({
  rrsa: object(
    {
      enable: boolean({
        description: 'Whether pods use a RAM role token instead of an access key.',
        default: false,
      }),
    },
    { description: 'RAM Roles for Service Accounts (RRSA).' },
  ),
}));
