// Values of peerpod-ctrl, which removes virtual machines whose pods are gone.

import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { placement, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { monitorValues } from '../../../lib/k8s/monitoring/values';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../../lib/k8s/workload/hardened';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, object, text } from '../../../lib/values/schema/schema';
import { IMAGE_NAME, imageName, imageVersion } from '../image';
import { PREFIX } from '../naming';

export const CONTROLLER_IMAGE = 'quay.io/confidential-containers/peerpod-ctrl';

const onImagePlatforms: IAffinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64', 'ppc64le', 's390x'] },
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
          ],
        },
      ],
    },
  },
};

export const controllerSchema = object(
  () => ({
    enabled: boolean({
      description:
        'Whether to run the controller. Without it, VMs that a crashed adaptor leaves behind are not removed.',
      default: true,
    }),
    createCRD: boolean({
      description:
        'Whether to create the PeerPod CRD, in which the adaptor records its VMs, even if the controller is off. Turn it off if another release provides it.',
      default: true,
    }),
    namePrefix: text({ description: 'Name prefix of its objects.', default: 'peerpodctrl-', ...PREFIX }),
    image: object({ repository: imageName(CONTROLLER_IMAGE), ...imageVersion('') }),
    authProxy: object(
      {
        enabled: boolean({
          description:
            'Whether a proxy protects the metrics. Without it, anyone in the cluster can read them on port 8080.',
          default: true,
        }),
        image: text({
          description: 'Image of the proxy, with a tag or digest.',
          default: '',
          pattern: `^${IMAGE_NAME}(:[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?(@sha256:[0-9a-f]{64})?$`,
          expected: 'an image with a tag or digest',
        }),
        resources: resourceValues({
          limits: { cpu: '500m', memory: '128Mi' },
          requests: { cpu: '5m', memory: '64Mi' },
        }),
        securityContext: securityContext(UNPRIVILEGED),
      },
      { description: 'Proxy that protects the metrics.' },
    ),
    metrics: object(
      {
        serviceMonitor: monitorValues(
          'ServiceMonitor',
          'ServiceMonitor of the Prometheus Operator. Bind the ClusterRole metrics-reader to the ServiceAccount of Prometheus.',
        ),
      },
      { description: 'Metrics for Prometheus. Requires authProxy.enabled.' },
    ),
    serviceAccount: serviceAccountValues(),
    ...placement({ affinity: onImagePlatforms }),
    podSecurityContext: podSecurityContext({ runAsNonRoot: false, ...DEFAULT_SECCOMP }),
    securityContext: securityContext(UNPRIVILEGED),
    resources: resourceValues({ limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
  }),
  { description: 'peerpod-ctrl.' },
);
