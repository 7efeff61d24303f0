// Values of the proxy.

import { httpRouteValues } from '../../../lib/k8s/gateway/values';
import { metricsValues } from '../../../lib/k8s/monitoring/values';
import { ingressValues } from '../../../lib/k8s/network/ingress';
import { serviceValues } from '../../../lib/k8s/network/service';
import { envValues, hostVariable, portVariable, urlVariable, variable } from '../../../lib/k8s/workload/env-values';
import { workloadValues } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbeValues } from '../../../lib/k8s/workload/probes';
import { credential } from '../../../lib/values/schema/credential';
import { object, text } from '../../../lib/values/schema/schema';
import { ownImageValues } from '../images/own-image';
import { policyKey, scalingKeys } from '../service-values';

const env = envValues(() => ({
  PROXY_PORT: portVariable('Port that the proxy listens on; defaults to 4000.'),
  PROXY_DOMAIN: hostVariable(
    'Public host of the proxy, with the port if it is non-standard; defaults to proxy.<baseDomain>.',
  ),
  PROXY_PROTOCOL: text({
    description: 'Public scheme of the proxy; defaults to https if its Ingress has TLS.',
    default: '',
    pattern: '^https?$',
    expected: 'http or https',
  }),
  PROXY_API_KEY: credential({ description: 'API key shared by the proxy and the API.', generate: 'password' }),
  COOKIE_DOMAIN: variable('Domain of the login cookies; defaults to baseDomain.'),
  OIDC_CLIENT_ID: variable('Client ID; defaults to services.api.env.OIDC_CLIENT_ID.'),
  OIDC_CLIENT_SECRET: credential({ description: 'Client secret, if the identity provider requires one.' }),
  OIDC_ISSUER_BASE_URL: urlVariable('URL of the identity provider; defaults to services.api.env.OIDC_ISSUER_BASE_URL.'),
  PUBLIC_OIDC_DOMAIN: urlVariable(
    'URL of the identity provider for browsers; defaults to services.api.env.PUBLIC_OIDC_DOMAIN.',
  ),
  OIDC_AUDIENCE: variable('Audience of the tokens; defaults to services.api.env.OIDC_AUDIENCE.'),
  SHUTDOWN_TIMEOUT_SEC: text({
    description: 'Grace period for open connections when a pod stops, in seconds.',
    default: '3600',
    pattern: '^[1-9]\\d{0,5}$',
    expected: 'a number of seconds',
  }),
}));

export const proxyValues = object(
  () => ({
    image: ownImageValues('daytona-proxy'),
    service: serviceValues('ClusterIP', 4000),
    ingress: ingressValues({
      enabled: true,
      hostname: 'Host of the proxy; sandboxes use subdomains of it. Defaults to the host in env.PROXY_DOMAIN.',
    }),
    httpRoute: httpRouteValues({ openTraffic: true }),
    env,
    metrics: metricsValues(9090),
    startupProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 5, failureThreshold: 60 }),
    livenessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 20, timeoutSeconds: 5 }),
    readinessProbe: switchedHttpProbeValues({ path: '/health', periodSeconds: 10, timeoutSeconds: 5 }),
    ...scalingKeys(),
    ...workloadValues({ limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '64Mi' } }),
    networkPolicy: policyKey('Blocks all ports of the proxy except the one it listens on.'),
  }),
  { description: 'The proxy in front of the sandboxes.' },
);
