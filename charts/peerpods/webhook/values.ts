// Values of the webhook that replaces the resource requests of peer pods.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { podSettings } from '../../../lib/k8s/common';
import { monitorValues } from '../../../lib/k8s/monitoring/values';
import { DEFAULT_SECCOMP, UNPRIVILEGED } from '../../../lib/k8s/workload/hardened';
import { resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, choice, integer, object, objectName, text } from '../../../lib/values/schema/schema';
import { imageName, imageVersion } from '../image';
import { NAMESPACE_NAME, PREFIX } from '../naming';
import { tlsCipherSuites, tlsMinVersion } from '../tls-profile';

export const WEBHOOK_IMAGE = 'quay.io/confidential-containers/peer-pods-webhook';

export const webhookSchema = object(
  () => ({
    enabled: boolean({
      description:
        'Whether to run the webhook. Requires cert-manager. Turn it off for development only: pods then keep their resource requests on the node, and VMs are not counted.',
      default: true,
    }),
    namePrefix: text({ description: 'Name prefix of its objects.', default: 'peer-pods-webhook-', ...PREFIX }),
    namespaceOverride: text({
      description: 'Namespace; defaults to the release namespace.',
      default: 'peer-pods-webhook-system',
      ...NAMESPACE_NAME,
      pattern: `^$|${NAMESPACE_NAME.pattern}`,
    }),
    createNamespace: boolean({ description: 'Whether to create a separate namespace.', default: true }),
    replicas: integer({ description: 'Number of webhook pods.', default: 2, minimum: 0 }),
    image: object({ repository: imageName(WEBHOOK_IMAGE), ...imageVersion('') }),
    metrics: object(
      {
        serviceMonitor: monitorValues(
          'ServiceMonitor',
          'ServiceMonitor of the Prometheus Operator. Bind the ClusterRole metrics-reader to the ServiceAccount of Prometheus.',
        ),
      },
      { description: 'Metrics for Prometheus.' },
    ),
    serviceAccount: serviceAccountValues(),
    ...podSettings({ podSecurityContext: { runAsNonRoot: true, ...DEFAULT_SECCOMP }, securityContext: UNPRIVILEGED }),
    resources: resourceValues({ limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
    webhook: object({
      targetRuntimeClass: text({
        description:
          'RuntimeClass of peer pods. Sets the name used by the adaptor and the RuntimeClass, even if the webhook is off.',
        default: 'kata-remote',
        ...NAMESPACE_NAME,
        expected: 'the name of a RuntimeClass',
      }),
      podVMExtendedResource: text({
        description: 'Extended resource that counts the VMs of a node.',
        default: 'kata.peerpods.io/vm',
        pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
        expected: 'an extended resource such as kata.peerpods.io/vm',
      }),
      failurePolicy: choice(['Fail', 'Ignore'], {
        description:
          'What happens to peer pods while the webhook is down: Fail rejects them, Ignore admits them unchanged.',
        default: 'Fail',
      }),
    }),
    tlsMinVersion: tlsMinVersion(),
    tlsCipherSuites: tlsCipherSuites(),
    certManager: object({
      enabled: boolean({
        description: 'Whether cert-manager issues the certificate. If not, set certificate.secretName and caBundle.',
        default: true,
      }),
    }),
    certificate: object(
      {
        secretName: objectName({
          description: "Secret with tls.crt and tls.key in the webhook's namespace.",
          default: 'webhook-server-cert',
        }),
        caBundle: text({
          description: 'CA of your certificate: PEM, or base64-encoded PEM. Only without cert-manager.',
          default: '',
        }),
      },
      { description: 'Serving certificate of the webhook.' },
    ),
  }),
  { description: 'The webhook.' },
);
