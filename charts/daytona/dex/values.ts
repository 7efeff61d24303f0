// Values of Dex, the built-in identity provider.

import { existingClaim } from '../../../lib/k8s/claims';
import { annotationMap, placementValues, podSecurityContext, securityContext } from '../../../lib/k8s/common';
import { imageValues } from '../../../lib/k8s/image';
import { ingressValues } from '../../../lib/k8s/ingress';
import { switchedHttpProbeValues } from '../../../lib/k8s/probes';
import { quantity, resourceValues } from '../../../lib/k8s/resources';
import { serviceValues } from '../../../lib/k8s/service';
import { serviceAccountValues } from '../../../lib/k8s/service-account';
import { storageClassName } from '../../../lib/k8s/storage-class-name';
import { boolean, list, object, optional, text } from '../../../lib/values/schema';
import { urlVariable } from '../env-values';
import { policyKey } from '../service-values';

const texts = (description: string, value: string[]) =>
  list(text({ description: 'One of them.', minLength: 1 }), { description, default: value });

const user = object({
  email: text({ description: 'E-mail address, with which the user logs in.', minLength: 1 }),
  username: text({ description: 'Name of the user.', default: '' }),
  password: text({
    description:
      'Bcrypt hash of the password; empty takes the key STATIC_PASSWORD_<position> of credentials.existingSecret.',
    default: '',
    pattern: '^\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}$',
    expected: 'a bcrypt hash',
    secret: true,
  }),
  userID: text({ description: 'Identifier of the user, which never changes.', minLength: 1 }),
});

const config = object({
  issuer: urlVariable('Public URL; empty is the one of the Ingress, or of a port-forward where there is none.'),
  clientId: text({ description: 'Client of API, proxy and dashboard.', default: 'daytona', minLength: 1 }),
  clientName: text({ description: 'What users read.', default: 'Daytona' }),
  redirectURIs: texts('Where logins may lead back to; empty is every URL of API, dashboard and proxy.', []),
  allowedOrigins: texts('Origins whose pages may call Dex; empty is those of redirectURIs, * is any.', []),
  allowedHeaders: texts('Headers that those calls may carry.', ['x-requested-with']),
  staticPasswords: optional(
    list(user, { description: 'The users. Required: without one nobody can log in; [] says that this is meant.' }),
  ),
});

export const dexValues = object(
  {
    enabled: boolean({
      description: 'Whether to run it; else services.api.env.OIDC_* name another one.',
      default: true,
    }),
    image: imageValues({ registry: 'docker.io', repository: 'dexidp/dex', tag: 'v2.42.0' }),
    service: serviceValues('ClusterIP', 5556),
    persistence: object(
      {
        enabled: boolean({ description: 'Without it every restart ends all logins.', default: true }),
        size: quantity({ description: 'Size of the volume.', default: '1Gi' }),
        storageClass: storageClassName('StorageClass; empty takes global.storageClass, "-" asks for none at all.'),
        existingClaim: existingClaim(),
      },
      { description: 'Volume of its database.' },
    ),
    ingress: ingressValues({ enabled: true, hostname: 'Host of Dex; empty is dex.<baseDomain>.' }),
    config,
    startupProbe: switchedHttpProbeValues({ path: '', periodSeconds: 2, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '', periodSeconds: 10, timeoutSeconds: 5 }),
    resources: resourceValues({ limits: { memory: '256Mi' }, requests: { cpu: '20m', memory: '64Mi' } }),
    serviceAccount: serviceAccountValues(),
    annotations: annotationMap('Annotations of the Deployment.'),
    networkPolicy: policyKey('Closes every port of Dex but the one that it listens on.'),
    ...placementValues,
    podSecurityContext: podSecurityContext(),
    securityContext: securityContext(),
  },
  { description: 'Dex, the built-in identity provider.' },
);
