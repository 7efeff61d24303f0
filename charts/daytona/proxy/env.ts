// The environment of the proxy.

import type { EnvValue } from '../../../lib/k8s/workload/container';
import { isOlder } from '../../../lib/names/image-version';
import { COMPONENTS, listenPorts } from '../connections/addresses';
import { redisEnv } from '../connections/connections';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';

export function proxyEnv(platform: Platform): Record<string, EnvValue> {
  const { values, addresses, credentials, identity, api } = platform;
  return {
    ...redisEnv(platform.redis),
    OIDC_CLIENT_ID: identity.proxy.clientId,
    OIDC_CLIENT_SECRET: credentials.source('oidcClientSecret') ?? '',
    OIDC_DOMAIN: identity.proxy.url,
    OIDC_PUBLIC_DOMAIN: identity.proxy.publicUrl,
    OIDC_AUDIENCE: identity.proxy.audience,
    PROXY_API_KEY: credentials.source('proxyApiKey'),
    PROXY_PORT: listenPorts(values).proxy,
    PROXY_PROTOCOL: addresses.proxy.scheme,
    // Later versions read it from requests.
    ...(isOlder(ownImage(values.services.proxy.image).tag, 'v0.135.0') ? { PROXY_DOMAIN: addresses.proxy.domain } : {}),
    DAYTONA_API_URL: `${api.url}/api`,
    COOKIE_DOMAIN: addresses.proxy.cookies,
    SHUTDOWN_TIMEOUT_SEC: values.services.proxy.env.SHUTDOWN_TIMEOUT_SEC,
    METRICS_PORT: values.services.proxy.metrics.enabled ? values.services.proxy.metrics.port : undefined,
    ...credentials.others(COMPONENTS.proxy),
  };
}
