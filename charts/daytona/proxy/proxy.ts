// The proxy: Deployment, Service, Ingress.

import { Construct } from 'constructs';
import { container, env } from '../../../lib/k8s/workload/container';
import { HTTP, httpWorkload } from '../../../lib/k8s/workload/http-workload';
import { switchedHttpProbe } from '../../../lib/k8s/workload/probes';
import { COMPONENTS, listenPorts, objectName, tlsSecrets } from '../connections/addresses';
import { trust } from '../connections/trust';
import { ownImage } from '../images/own-image';
import type { Platform } from '../platform';
import { asUser, NOBODY } from '../pods/security';
import { spread } from '../pods/spread';
import { publish } from '../publish';
import { proxyEnv } from './env';

/** Seconds that the pod gets in addition to the time for closing connections. */
const GRACE = 30;

export function proxy(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.proxy);
  const { release, values, addresses, credentials } = platform;
  const own = values.services.proxy;
  const labels = release.labels(COMPONENTS.proxy);
  const authorities = trust(release, values);
  httpWorkload(scope, release, {
    name: objectName(release, COMPONENTS.proxy),
    labels,
    values: { ...own, extraEnv: credentials.extraEnv(COMPONENTS.proxy) },
    port: listenPorts(values).proxy,
    metrics: own.metrics,
    container: {
      ...container(release, 'proxy', {
        ...own,
        image: ownImage(own.image),
        securityContext: asUser(release, own, NOBODY),
      }),
      env: env({ ...proxyEnv(platform), ...authorities.go }),
      startupProbe: switchedHttpProbe(own.startupProbe, HTTP),
      livenessProbe: switchedHttpProbe(own.livenessProbe, HTTP),
      readinessProbe: switchedHttpProbe(own.readinessProbe, HTTP),
      volumeMounts: [...authorities.mounts],
    },
    pod: {
      ...spread(labels, own),
      terminationGracePeriodSeconds: Number(own.env.SHUTDOWN_TIMEOUT_SEC) + GRACE,
      volumes: [...authorities.volumes],
    },
  });
  const { host } = addresses.proxy;
  publish(scope, platform, {
    component: COMPONENTS.proxy,
    ingress: own.ingress,
    route: own.httpRoute,
    hosts: [host, `*.${host}`],
    // A wildcard does not cover the host itself.
    tlsHosts: [`*.${host}`, host],
    secretName: tlsSecrets(values).proxy,
    openTraffic: true,
    port: own.service.port,
  });
}
