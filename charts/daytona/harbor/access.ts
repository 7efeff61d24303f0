// How Harbor is reached: from outside by an Ingress or HTTPRoute, and inside only by the components that need to.

import type { Construct } from 'constructs';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { httpRoutes } from '../../../lib/k8s/gateway/http-route';
import { type Routing, usesOwnGateway } from '../../../lib/k8s/gateway/values';
import { annotationsOf, classOf } from '../../../lib/k8s/network/ingress';
import { openTraffic } from '../../../lib/k8s/network/ingress-controllers';
import { networkPolicy } from '../../../lib/k8s/network/network-policy';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { withClients } from '../connections/built-in';
import { labelsOf, names, PORTS } from './components/components';
import { metricsAccess } from './components/metrics';
import type { HarborContext, RegistryCertificate } from './context';
import type { Harbor } from './harbor';
import { behindNginx } from './public-address';
import type { HarborValues } from './values/values';

/** Paths that go to core; all others go to the portal. */
export const CORE_PATHS = ['/api/', '/service/', '/v2/', '/c/'];

/** Whether Harbor has an HTTPRoute. In front of nginx, it would need a Service of its own. */
export const isHarborRouted = (routing: Routing, { expose }: Pick<HarborValues, 'expose'>): boolean =>
  expose.httpRoute.enabled ?? (routing.httpRoute.enabled && !behindNginx({ expose }));

/** The Ingress and the HTTPRoute, as far as the values enable them. */
export function publish(scope: Construct, harbor: Harbor, context: HarborContext): void {
  const { values, release, prefix, host } = harbor;
  const { routing, listeners } = context.publishing;
  const { type, tls, ingress: own, httpRoute: route } = values.expose;
  const routed = isHarborRouted(routing, values);
  const gateway = routed && usesOwnGateway(routing, route);
  const name = `${prefix}-ingress`;
  const request = { name, annotations: own.annotations, gateway };
  const secretName = type === 'ingress' || gateway ? certificateSecret(harbor, context, request) : undefined;
  if (type === 'ingress') ingress(scope, harbor, routing, name, secretName);
  if (!routed) return;
  const { core, portal } = names(prefix);
  const toCore = { service: { name: core, port: { number: PORTS.service } } };
  const paths = {
    path: '/',
    pathType: 'Prefix' as const,
    extraPaths: CORE_PATHS.map((path) => ({ path, pathType: 'Prefix' as const, backend: toCore })),
    extraHosts: [],
    extraRules: [],
    extraTls: [],
    tls: tls.enabled,
  };
  httpRoutes(scope, release, {
    name: `${prefix}-route`,
    labels: labelsOf(release, values, 'route'),
    values: route,
    ingress: paths,
    hosts: [host],
    service: { name: portal, port: PORTS.service },
    secretName: secretName ?? '',
    routing,
    listeners,
  });
}

function ingress(
  scope: Construct,
  { release, values, prefix, host }: Harbor,
  { ingressController }: Routing,
  name: string,
  secretName: string | undefined,
): void {
  const { tls, ingress: own } = values.expose;
  const labels = labelsOf(release, values, 'ingress');
  const backend = (service: string) => ({ service: { name: service, port: { number: PORTS.service } } });
  const { core, portal } = names(prefix);
  // The defaults of the annotations are those for nginx.
  const open = ingressController === 'nginx' ? {} : openTraffic(ingressController, classOf(own));
  new ApiObject(scope, 'ingress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: release.metadata(name, labels, { ...open, ...annotationsOf(own) }),
    spec: {
      ...(own.className ? { ingressClassName: own.className } : {}),
      rules: [
        {
          host,
          http: {
            paths: [
              ...CORE_PATHS.map((path) => ({ path, pathType: 'Prefix' as const, backend: backend(core) })),
              { path: '/', pathType: 'Prefix', backend: backend(portal) },
            ],
          },
        },
      ],
      ...(tls.enabled ? { tls: [{ hosts: [host], ...(secretName ? { secretName } : {}) }] } : {}),
    },
  } satisfies IIngress);
}

/** The Secret with the certificate, and what creates it; none if the Ingress controller has its own. */
export function certificateSecret(
  { release, values, prefix, host }: Harbor,
  context: HarborContext,
  { name, annotations, gateway }: Pick<RegistryCertificate, 'name' | 'annotations' | 'gateway'>,
): string | undefined {
  const { enabled, certSource, secret } = values.expose.tls;
  if (!enabled || certSource === 'none') return undefined;
  const selfSigned = certSource === 'auto';
  const secretName = secret.secretName || (selfSigned ? `${prefix}-tls` : context.tlsSecretName);
  context.certificate({
    // The name of the Job is the longest.
    name: selfSigned ? prefix : name,
    labels: labelsOf(release, values, 'ingress'),
    secretName,
    host,
    annotations,
    selfSigned,
    gateway,
  });
  return secretName;
}

/** Ports of a component, and the components that call it; without callers, any pod may. */
interface Guard {
  readonly ports: readonly number[];
  readonly callers?: readonly string[];
  readonly present?: boolean;
}

/** Each component accepts traffic from its clients. Jobservice calls Trivy on behalf of core. */
export function policies(scope: Construct, harbor: Harbor): void {
  const { release, values, prefix } = harbor;
  const { database, redis, trivy } = values;
  const guards: Readonly<Record<string, Guard>> = {
    nginx: { ports: [PORTS.server, PORTS.tls], present: behindNginx(values) },
    // It is not known here where the Ingress controller runs.
    core: {
      ports: [PORTS.server],
      ...(behindNginx(values) ? { callers: ['nginx', 'core', 'jobservice', 'trivy'] } : {}),
    },
    portal: { ports: [PORTS.server], ...(behindNginx(values) ? { callers: ['nginx', 'core'] } : {}) },
    registry: { ports: [PORTS.registry, PORTS.server], callers: ['core', 'jobservice'] },
    jobservice: { ports: [PORTS.server], callers: ['core'] },
    // Jobservice gets its settings from core at startup.
    database: { ports: [PORTS.database], callers: ['core', 'jobservice'], present: database.type === 'internal' },
    redis: {
      ports: [PORTS.redis],
      callers: ['core', 'jobservice', 'registry', 'trivy'],
      present: redis.type === 'internal',
    },
    trivy: { ports: [PORTS.server], callers: ['core', 'jobservice'], present: trivy.enabled },
  };
  for (const [component, { ports, callers, present = true }] of Object.entries(guards)) {
    if (!present) continue;
    const clients = callers
      ?.filter((caller) => caller !== 'trivy' || trivy.enabled)
      .map((caller) => ({ podSelector: { matchLabels: { ...labelsOf(release, values, caller).selector } } }));
    networkPolicy(scope, `${component}-network-policy`, release, {
      name: `${prefix}-${component}`,
      labels: labelsOf(release, values, component),
      values: clients ? withClients(values.networkPolicy, { clients }) : { ...values.networkPolicy, from: [] },
      ports,
      ...metricsAccess(harbor, component),
    });
  }
}
