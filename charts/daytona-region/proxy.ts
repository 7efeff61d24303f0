// The proxy: routes browsers to the sandboxes of the region.

import { Construct } from 'constructs';
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount';
import { publish } from '../../lib/k8s/gateway/publish';
import { isRouted, usesOwnGateway } from '../../lib/k8s/gateway/values';
import { servingTls } from '../../lib/k8s/network/ingress-controllers';
import { existingSecret, secret } from '../../lib/k8s/secret/config';
import { container, env } from '../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../lib/k8s/workload/probes';
import { cookieDomain, ingressHosts } from './origin';
import { COMPONENTS, CREDENTIAL_KEYS, hasCredentials, isPublished, objectName, type Region } from './region';
import type { Values } from './values';

/** The volume that the chart may mount. */
export const PROXY_VOLUME = 'tls';
const TLS: IVolumeMount = { name: PROXY_VOLUME, mountPath: '/etc/daytona-proxy/tls', readOnly: true };
/** Seconds that the pod gets in addition to the time for closing connections. */
const GRACE = 10;
const CERTIFICATE_DAYS = 365;

/** Up to v0.134, the proxy needs its domain as a setting; later versions read it from each request. */
const readsProxyDomain = (tag: string): boolean => /^v?0\.(\d{1,2}|1[0-2]\d|13[0-4])\./.test(tag);

export class RegionProxy extends Construct {
  constructor(scope: Construct, region: Region) {
    super(scope, COMPONENTS.proxy);
    const { release, values: all, proxyUrl } = region;
    const values = all.services.proxy;
    const name = objectName(release, COMPONENTS.proxy);
    const labels = release.labels(COMPONENTS.proxy);
    const image = { ...values.image, tag: values.image.tag || release.chart.version };
    const listenPort = values.env.PROXY_PORT;
    // First, because the pods may read the certificate.
    if (isPublished(all, values)) this.publish(region, name);
    const tlsSecret = values.tls.enabled ? this.serverCertificate(region) : undefined;
    const scheme = tlsSecret ? 'HTTPS' : undefined;
    httpWorkload(this, release, {
      name,
      labels,
      values: tlsSecret ? servingTls(values, all.global.ingressController) : values,
      port: listenPort,
      metrics: values.metrics,
      container: {
        ...container(release, 'proxy', { ...values, image }),
        env: env({
          PROXY_API_KEY: this.apiKey(region),
          PROXY_PORT: listenPort,
          PROXY_PROTOCOL: proxyUrl.scheme,
          PROXY_DOMAIN: readsProxyDomain(image.tag) ? proxyUrl.authority : undefined,
          COOKIE_DOMAIN: values.env.COOKIE_DOMAIN || cookieDomain(proxyUrl),
          DAYTONA_API_URL: region.apiUrl,
          // An in-memory cache; extraEnv can configure another one.
          REDIS_HOST: '',
          SHUTDOWN_TIMEOUT_SEC: values.shutdownTimeoutSeconds,
          METRICS_PORT: values.metrics.enabled ? values.metrics.port : undefined,
          ...(tlsSecret
            ? {
                ENABLE_TLS: true,
                TLS_CERT_FILE: `${TLS.mountPath}/tls.crt`,
                TLS_KEY_FILE: `${TLS.mountPath}/tls.key`,
              }
            : {}),
        }),
        startupProbe: switchedHttpProbe(values.startupProbe, HTTP, scheme),
        livenessProbe: switchedHttpProbe(values.livenessProbe, HTTP, scheme),
        readinessProbe: switchedHttpProbe(values.readinessProbe, HTTP, scheme),
        ...(tlsSecret ? { volumeMounts: [TLS] } : {}),
      },
      pod: {
        terminationGracePeriodSeconds: values.shutdownTimeoutSeconds + GRACE,
        ...(tlsSecret ? { volumes: [{ name: TLS.name, secret: { secretName: tlsSecret } }] } : {}),
      },
    });
  }

  /** The Secret with the proxy's own certificate. The Ingress and the Gateway of the release provide theirs. */
  private serverCertificate({ release, values, proxyUrl }: Region): string {
    const { ingress: front, httpRoute, tls } = values.services.proxy;
    const onGateway = isRouted(values.global, httpRoute) && usesOwnGateway(values.global, httpRoute);
    const shared = proxyTlsSecret(values, proxyUrl.host);
    const secretName = tls.secretName || shared;
    if (!((front.enabled || onGateway) && front.tls && secretName === shared)) {
      existingSecret(release, secretName, ['tls.crt', 'tls.key']);
    }
    return secretName;
  }

  /** The key of the region: from the registration, or from the user. */
  private apiKey({ release, values: all, credentials }: Region) {
    const { existingSecret: existing, env: given, secretKeys } = all.services.proxy;
    const { proxyApiKey } = secretKeys;
    if (hasCredentials(all)) return credentials.key(CREDENTIAL_KEYS.proxyApiKey);
    if (existing) return existingSecret(release, existing, [proxyApiKey]).key(proxyApiKey);
    const handle = secret(this, 'api-key', release, {
      name: objectName(release, 'proxy-api-key'),
      labels: release.labels(COMPONENTS.proxy),
      data: { [proxyApiKey]: given.PROXY_API_KEY },
    });
    return handle.key(proxyApiKey);
  }

  private publish({ release, values: all, proxyUrl, publishing }: Region, name: string): void {
    const { ingress, httpRoute, service, tls } = all.services.proxy;
    if (ingress.hostname && ingress.hostname !== proxyUrl.host) {
      release.warn('services.proxy.ingress.hostname has no effect: the hosts are derived from proxyUrl');
    }
    const hosts = ingressHosts(proxyUrl);
    const component = `${COMPONENTS.proxy}-tls`;
    publish(
      this,
      release,
      {
        name,
        labels: release.labels(COMPONENTS.proxy),
        ingress,
        route: httpRoute,
        hosts,
        service: { name, port: service.port },
        openTraffic: true,
        ...(tls.enabled ? { backendTls: { values: tls.backendTLSPolicy, host: proxyUrl.host } } : {}),
        certificate: {
          name: objectName(release, component),
          labels: release.labels(component),
          secretName: proxyTlsSecret(all, proxyUrl.host),
          hosts: ingress.wildcardTls ? hosts : [proxyUrl.host],
          validDays: CERTIFICATE_DAYS,
        },
      },
      publishing,
    );
  }
}

/** The Secret with the certificate of the proxy's Ingress. */
export const proxyTlsSecret = ({ services: { proxy } }: Values, host: string): string =>
  proxy.ingress.tlsSecretName || `${host}-tls`;
