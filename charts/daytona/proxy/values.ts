// Values of the proxy.

import { ingressValues } from '../../../lib/k8s/ingress';
import { switchedHttpProbeValues } from '../../../lib/k8s/probes';
import { serviceValues } from '../../../lib/k8s/service';
import { credential } from '../../../lib/values/credential';
import { object, text } from '../../../lib/values/schema';
import { envValues, hostVariable, portVariable, urlVariable, variable } from '../env-values';
import { ownImageValues } from '../own-image';
import { policyKey, scalingKeys, serviceKeys } from '../service-values';

const env = envValues({
  PROXY_PORT: portVariable('Port that the proxy listens on; empty is 4000.'),
  PROXY_DOMAIN: hostVariable(
    'Public host of the proxy, with its port where that is not the usual one; empty is proxy.<baseDomain>.',
  ),
  PROXY_PROTOCOL: text({
    description: 'Public scheme of the proxy; empty is https where its Ingress has TLS.',
    default: '',
    pattern: '^https?$',
    expected: 'http or https',
  }),
  PROXY_API_KEY: credential({ description: 'Key that proxy and API share.', generate: 'password' }),
  COOKIE_DOMAIN: variable('Domain of the login cookies; empty is baseDomain.'),
  OIDC_CLIENT_ID: variable('As services.api.env.OIDC_CLIENT_ID; empty takes that.'),
  OIDC_CLIENT_SECRET: credential({ description: 'Secret of the client, where the identity provider wants one.' }),
  OIDC_ISSUER_BASE_URL: urlVariable('As services.api.env.OIDC_ISSUER_BASE_URL; empty takes that.'),
  PUBLIC_OIDC_DOMAIN: urlVariable('As services.api.env.PUBLIC_OIDC_DOMAIN; empty takes that.'),
  OIDC_AUDIENCE: variable('As services.api.env.OIDC_AUDIENCE; empty takes that.'),
  SHUTDOWN_TIMEOUT_SEC: text({
    description: 'Seconds that open connections get to end when a pod stops.',
    default: '3600',
    pattern: '^[1-9]\\d{0,5}$',
    expected: 'a number of seconds',
  }),
});

export const proxyValues = object(
  {
    image: ownImageValues('daytona-proxy', 'v0.139.1-rc.1'),
    service: serviceValues('ClusterIP', 4000),
    ingress: ingressValues({
      enabled: true,
      hostname: 'Host of the proxy, below which sandboxes have theirs; empty is the one of env.PROXY_DOMAIN.',
    }),
    env,
    startupProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 5, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 10, timeoutSeconds: 5 }),
    ...scalingKeys(),
    ...serviceKeys({ limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '64Mi' } }),
    networkPolicy: policyKey('Closes every port of the proxy but the one that it listens on.'),
  },
  { description: 'The proxy that leads browsers to sandboxes.' },
);
