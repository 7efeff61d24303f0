// What Ingress controllers need for large uploads, long connections, and backends that serve TLS.

import { choice } from '../../values/schema/schema';

type Annotations = Readonly<Record<string, string>>;

interface Controller {
  /** For clients that upload files of any size and keep WebSockets open. */
  readonly openTraffic: Annotations;
  /** For a backend that serves TLS, on the Ingress or on its Service; absent if the controller cannot reach one. */
  readonly backendTls?: { readonly ingress?: Annotations; readonly service?: (port: number) => Annotations };
}

/** How long a connection may be idle. */
const IDLE_SECONDS = '3600';
const IDLE = `${IDLE_SECONDS}s`;

const CONTROLLERS = {
  nginx: {
    openTraffic: {
      // Zero removes the limit of 1 MiB.
      'nginx.ingress.kubernetes.io/proxy-body-size': '0',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': IDLE_SECONDS,
      'nginx.ingress.kubernetes.io/proxy-send-timeout': IDLE_SECONDS,
    },
    backendTls: { ingress: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' } },
  },
  traefik: {
    // It limits neither bodies nor idle connections; its read timeout is a setting of its entry points.
    openTraffic: {},
    backendTls: { service: () => ({ 'traefik.ingress.kubernetes.io/service.serversscheme': 'https' }) },
  },
  // Two controllers have that name. Each ignores the annotations of the other one.
  haproxy: {
    openTraffic: {
      'haproxy.org/timeout-server': IDLE,
      'haproxy.org/timeout-tunnel': IDLE,
      'haproxy-ingress.github.io/proxy-body-size': 'unlimited',
      'haproxy-ingress.github.io/timeout-server': IDLE,
      'haproxy-ingress.github.io/timeout-tunnel': IDLE,
    },
    backendTls: {
      ingress: { 'haproxy.org/server-ssl': 'true', 'haproxy-ingress.github.io/backend-protocol': 'h1-ssl' },
    },
  },
  alb: {
    openTraffic: {
      'alb.ingress.kubernetes.io/load-balancer-attributes': `idle_timeout.timeout_seconds=${IDLE_SECONDS}`,
      // The Services have no node ports.
      'alb.ingress.kubernetes.io/target-type': 'ip',
    },
    backendTls: { ingress: { 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' } },
  },
  contour: {
    openTraffic: {
      'projectcontour.io/response-timeout': 'infinity',
      'projectcontour.io/websocket-routes': '/',
    },
    backendTls: { service: (port) => ({ 'projectcontour.io/upstream-protocol.tls': String(port) }) },
  },
  cilium: {
    openTraffic: { 'ingress.cilium.io/request-timeout': '0s' },
  },
} as const satisfies Readonly<Record<string, Controller>>;

export type IngressController = keyof typeof CONTROLLERS;

const NAMES = Object.keys(CONTROLLERS) as IngressController[];
const DEFAULT = 'nginx';

/** In the name of a class, these say that it is not nginx. */
const OTHERS = ['traefik', 'haproxy', 'contour', 'cilium', 'kong', 'istio', 'gce', 'openshift', 'azure'];

/** As a word of its own, because it is so short. */
const ALB = 'alb';

const namesAnother = (className: string): boolean =>
  OTHERS.some((name) => className.includes(name)) || className.split(/\W/).includes(ALB);

export const ingressController = () =>
  choice(NAMES, {
    description:
      'Controller of the Ingresses, for the annotations that uploads, timeouts and TLS to backends need. The default has no effect on uploads and timeouts if className names another controller.',
    default: DEFAULT,
  });

/** For Ingresses whose clients upload files of any size and keep WebSockets open. */
export const openTraffic = (controller: IngressController, className: string): Annotations =>
  controller === DEFAULT && namesAnother(className) ? {} : CONTROLLERS[controller].openTraffic;

/** For the Ingress in front of a server that terminates TLS itself. */
export const backendTlsOfIngress = (controller: IngressController): Annotations => tlsOf(controller)?.ingress ?? {};

interface Served {
  readonly service: { readonly port: number; readonly annotations: Annotations };
}

/** The values of such a server, whose Service may need annotations. */
export function servingTls<V extends Served>(values: V, controller: IngressController): V {
  const { service } = values;
  const annotations = { ...tlsOf(controller)?.service?.(service.port), ...service.annotations };
  return { ...values, service: { ...service, annotations } };
}

/** Whether the controller can reach such a server. */
export const canReachTls = (controller: IngressController): boolean => tlsOf(controller) !== undefined;

const tlsOf = (controller: IngressController): Controller['backendTls'] =>
  (CONTROLLERS[controller] as Controller).backendTls;
