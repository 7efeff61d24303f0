// Values of the webhook that makes room for peer pods on their nodes.

import { placementValues, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { resourceValues } from '../../../lib/k8s/resources';
import { serviceAccountValues } from '../../../lib/k8s/service-account';
import { boolean, choice, integer, object, objectName, text } from '../../../lib/values/schema';
import { imageName, imageVersion } from '../image';
import { NAMESPACE_NAME, PREFIX } from '../naming';
import { tlsCipherSuites, tlsMinVersion } from '../tls-profile';

export const WEBHOOK_IMAGE = { name: 'quay.io/confidential-containers/peer-pods-webhook', tag: 'latest' };

export const webhookSchema = object(
  {
    enabled: boolean({
      description:
        'Whether to run it. Needs cert-manager. Off only for development: pods then keep their requests on the node, and nobody counts virtual machines.',
      default: true,
    }),
    namePrefix: text({ description: 'Prefix of its objects.', default: 'peer-pods-webhook-', ...PREFIX }),
    namespaceOverride: text({
      description: 'Its namespace; empty takes the one of the release.',
      default: 'peer-pods-webhook-system',
      ...NAMESPACE_NAME,
      pattern: `^$|${NAMESPACE_NAME.pattern}`,
    }),
    createNamespace: boolean({ description: 'Whether to create a namespace of its own.', default: true }),
    replicas: integer({ description: 'Pods of the webhook.', default: 2, minimum: 0 }),
    image: object({ repository: imageName(WEBHOOK_IMAGE.name), ...imageVersion(WEBHOOK_IMAGE.tag, '') }),
    serviceAccount: serviceAccountValues(),
    ...placementValues,
    podSecurityContext: podSecurityContext({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
    securityContext: securityContext({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
    resources: resourceValues({ limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '10m', memory: '64Mi' } }),
    webhook: object({
      targetRuntimeClass: text({
        description:
          'Runtime class of peer pods. The adaptor and the RuntimeClass take their name from here, also when the webhook is off.',
        default: 'kata-remote',
        ...NAMESPACE_NAME,
        expected: 'the name of a RuntimeClass',
      }),
      podVMExtendedResource: text({
        description: 'Resource by which nodes count their virtual machines.',
        default: 'kata.peerpods.io/vm',
        pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
        expected: 'an extended resource such as kata.peerpods.io/vm',
      }),
      failurePolicy: choice(['Fail', 'Ignore'], {
        description: 'What becomes of peer pods while the webhook is down: refused, or let through unchanged.',
        default: 'Fail',
      }),
    }),
    tlsMinVersion: tlsMinVersion(),
    tlsCipherSuites: tlsCipherSuites(),
    certManager: object({
      enabled: boolean({
        description: 'Whether cert-manager makes the certificate. Otherwise bring certificate.secretName and caBundle.',
        default: true,
      }),
    }),
    certificate: object(
      {
        secretName: objectName({
          description: 'Secret with tls.crt and tls.key, in the namespace of the webhook.',
          default: 'webhook-server-cert',
        }),
        caBundle: text({
          description: 'CA of your own certificate: PEM, or PEM in base64. Only without cert-manager.',
          default: '',
        }),
      },
      { description: 'Certificate that the webhook serves.' },
    ),
  },
  { description: 'The webhook.' },
);
