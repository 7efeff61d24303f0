// Values of Dex, the built-in identity provider.

import { serviceAccountValues } from '../../../lib/k8s/access/service-account';
import { annotationMap, podSettings } from '../../../lib/k8s/common';
import { httpRouteValues } from '../../../lib/k8s/gateway/values';
import { ingressValues } from '../../../lib/k8s/network/ingress';
import { serviceValues } from '../../../lib/k8s/network/service';
import { existingClaim } from '../../../lib/k8s/storage/claims';
import { storageClassName } from '../../../lib/k8s/storage/storage-class-name';
import { urlVariable } from '../../../lib/k8s/workload/env-values';
import { imageValues } from '../../../lib/k8s/workload/image';
import { switchedHttpProbeValues } from '../../../lib/k8s/workload/probes';
import { quantity, resourceValues } from '../../../lib/k8s/workload/resources';
import { boolean, list, object, optional, text } from '../../../lib/values/schema/schema';
import { policyKey } from '../service-values';

const texts = (description: string, value: string[]) =>
  list(text({ description: 'Redirect URI or origin.', minLength: 1 }), { description, default: value });

const user = object(() => ({
  email: text({ description: 'Email address with which the user logs in.', minLength: 1 }),
  username: text({ description: 'Name of the user.', default: '' }),
  password: text({
    description:
      'Bcrypt hash of the password; if empty, read from the key STATIC_PASSWORD_<position> of credentials.existingSecret.',
    default: '',
    pattern: '^\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}$',
    expected: 'a bcrypt hash',
    secret: true,
  }),
  userID: text({ description: 'Permanent, unique ID of the user.', minLength: 1 }),
}));

const config = object(() => ({
  issuer: urlVariable('Public URL; defaults to that of the Ingress or, without an Ingress, of a port-forward.'),
  clientId: text({ description: 'OIDC client ID of the API, proxy and dashboard.', default: 'daytona', minLength: 1 }),
  clientName: text({ description: 'Display name of the client.', default: 'Daytona' }),
  redirectURIs: texts('Allowed redirect URIs; defaults to all URLs of the API, dashboard and proxy.', []),
  allowedOrigins: texts('Allowed CORS origins; defaults to the origins of redirectURIs; * means any.', []),
  allowedHeaders: texts('Allowed CORS headers.', ['x-requested-with']),
  staticPasswords: optional(
    list(user, {
      description: 'Users. Required, because without users nobody can log in; set [] if that is intended.',
    }),
  ),
}));

export const dexValues = object(
  () => ({
    enabled: boolean({
      description: 'Whether to run Dex. If not, set services.api.env.OIDC_* to use another identity provider.',
      default: true,
    }),
    image: imageValues({ registry: 'docker.io', repository: 'dexidp/dex' }),
    service: serviceValues('ClusterIP', 5556),
    persistence: object(
      {
        enabled: boolean({
          description: "Whether to keep Dex's database in a volume. If not, every restart ends all sessions.",
          default: true,
        }),
        size: quantity({ description: 'Size of the volume.', default: '1Gi', resource: 'storage' }),
        storageClass: storageClassName('StorageClass; defaults to global.storageClass; "-" means none.'),
        existingClaim: existingClaim(),
      },
      { description: "Volume for Dex's database." },
    ),
    ingress: ingressValues({ enabled: true, hostname: 'Host of Dex; defaults to dex.<baseDomain>.' }),
    httpRoute: httpRouteValues({ openTraffic: false }),
    config,
    startupProbe: switchedHttpProbeValues({ path: '', periodSeconds: 2, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '', periodSeconds: 10, timeoutSeconds: 5 }),
    resources: resourceValues({ limits: { memory: '256Mi' }, requests: { cpu: '20m', memory: '64Mi' } }),
    serviceAccount: serviceAccountValues(),
    annotations: annotationMap('Annotations of the Deployment.'),
    networkPolicy: policyKey('Blocks all ports of Dex except the one it listens on.'),
    ...podSettings(),
  }),
  { description: 'Dex, the built-in identity provider.' },
);
