// Rules between the values of routes, the Gateway, and the Ingresses whose hosts and certificates they share.

import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { Rule } from '../../values/validate';
import { combinations, milliseconds } from '../api-rules/gateway';
import type { IngressValues } from '../network/ingress';
import { canReachTls } from '../network/ingress-controllers';
import type { CertManagerValues } from '../tls/cert-manager-values';
import { type HttpRouteValues, isRouted, type Routing, type TcpRouteValues, usesOwnGateway } from './values';

interface Routed {
  readonly global: Routing;
  readonly certManager: CertManagerValues;
}

/** A component that can be public, by its values. */
export interface Front<V> {
  readonly ingress: (values: V) => IngressValues;
  readonly route: (values: V) => HttpRouteValues;
  /** Whether the component is rendered. */
  readonly isOn: (values: V) => boolean;
  /** Whether the server terminates TLS itself; absent for servers that cannot. */
  readonly servesTls?: (values: V) => boolean;
}

const NEEDS_PARENT =
  'needs a Gateway: set global.httpRoute.parentRefs or its own parentRefs, or create one with global.gateway.create';

/** Rules of one component. */
export function routeRules<V extends Routed>({ ingress, route, isOn, servesTls }: Front<V>): Rule<V>[] {
  const isActive = (values: V) => isOn(values) && isRouted(values.global, route(values));
  return [
    ...settingsRules<V>({ route, isActive }),
    (values, report) => {
      if (!isActive(values)) return;
      const fault = whyNoRoutePath(ingress(values).path);
      if (fault) report.error((v) => ingress(v).path, fault);
      for (const [index, path] of ingress(values).extraPaths.entries()) {
        const why = whyNoRoute(path);
        if (why) report.error((v) => ingress(v).extraPaths[index]?.backend, why);
        const odd = whyNoRoutePath(path.path);
        if (odd) report.error((v) => ingress(v).extraPaths[index]?.path, odd);
      }
      for (const [index, { path }] of ingress(values).extraHosts.entries()) {
        const odd = whyNoRoutePath(path);
        if (odd) report.error((v) => ingress(v).extraHosts[index]?.path, odd);
      }
    },
    (values, report) => {
      if (!isActive(values)) return;
      for (const [index, { http }] of ingress(values).extraRules.entries()) {
        for (const [at, path] of (http?.paths ?? []).entries()) {
          const why = whyNoRoute(path);
          if (why) report.error((v) => ingress(v).extraRules[index]?.http?.paths[at]?.backend, why);
          const odd = whyNoRoutePath(path.path);
          if (odd) report.error((v) => ingress(v).extraRules[index]?.http?.paths[at]?.path, odd);
        }
      }
    },
    (values, report) => {
      const onGateway = isActive(values) && usesOwnGateway(values.global, route(values));
      const { tls, secrets } = ingress(values);
      if (onGateway && tls && secrets.length > 0 && values.certManager.issuer !== '') {
        report.error(
          (v) => ingress(v).secrets,
          'conflicts with certManager.issuer: cert-manager creates the certificates of all listeners of the Gateway',
        );
      }
    },
    (values, report) => {
      const { enabled } = ingress(values);
      const { ingressController: controller } = values.global;
      if (isOn(values) && enabled && servesTls?.(values) && !canReachTls(controller)) {
        report.error(
          (v) => ingress(v).enabled,
          `cannot be used with a server that terminates TLS: Ingresses of ${controller} cannot reach it (use httpRoute)`,
        );
      }
    },
  ];
}

/** Rules of a route that has no Ingress values like the others. */
export function settingsRules<V extends Routed>({
  route,
  isActive,
}: {
  readonly route: (values: V) => HttpRouteValues;
  readonly isActive: (values: V) => boolean;
}): Rule<V>[] {
  return [
    (values, report) => {
      const { parentRefs, enabled } = route(values);
      const { httpRoute, gateway } = values.global;
      if (!isActive(values) || gateway.create || parentRefs.length > 0 || httpRoute.parentRefs.length > 0) return;
      // Of all components, one message is enough.
      if (enabled === undefined) report.error((v) => v.global.httpRoute.parentRefs, NEEDS_PARENT);
      else report.error((v) => route(v).parentRefs, NEEDS_PARENT);
    },
    (values, report) => {
      for (const { path, message } of combinations(route(values).filters, [])) {
        report.error((v) => route(v).filters[Number(path[0])], message);
      }
    },
    (values, report) => {
      const { filters } = route(values);
      const at = filters.findIndex(({ type }) => type === 'RequestRedirect');
      if (at >= 0) {
        report.error((v) => route(v).filters[at], 'would keep all requests from the Service: put it in rules');
      }
    },
    (values, report) => {
      const { request, backendRequest } = route(values).timeouts;
      const [whole, attempt] = [milliseconds(request), milliseconds(backendRequest)];
      if (whole && attempt && attempt > whole) {
        report.error((v) => route(v).timeouts.backendRequest, `is longer than timeouts.request (${request})`);
      }
    },
  ];
}

/** Rules of a TCPRoute. */
export const tcpRouteRules = <V extends Routed>(
  select: (values: V) => TcpRouteValues,
  isOn: (values: V) => boolean,
): Rule<V>[] => [
  (values, report) => {
    const { enabled, parentRefs } = select(values);
    const { httpRoute, gateway } = values.global;
    if (isOn(values) && enabled && !gateway.create && parentRefs.length === 0 && httpRoute.parentRefs.length === 0) {
      report.error((v) => select(v).parentRefs, NEEDS_PARENT);
    }
  },
];

/** An HTTPRoute names ports of Services by number. */
/** The characters of a path that a route accepts. */
const ROUTE_PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*$/;

const whyNoRoutePath = (path = ''): string | undefined =>
  ROUTE_PATH.test(path)
    ? undefined
    : "cannot be a path of an HTTPRoute, which accepts letters, digits, %XX and these: - / . _ ~ ! $ & ' ( ) * + , ; = : @";

function whyNoRoute({ backend }: IHTTPIngressPath): string | undefined {
  if (!backend.service) return 'cannot be a backend of an HTTPRoute: it must be a Service';
  return backend.service.port?.number === undefined
    ? 'cannot be a backend of an HTTPRoute: set port.number instead of port.name'
    : undefined;
}

/** Rules of the Gateway. `routes` says which routes there are. */
export function gatewayRules<V extends Routed>(hasRoute: (values: V) => boolean): Rule<V>[] {
  return [
    ({ global: { gateway } }, report) => {
      if (gateway.create && gateway.className === '') {
        report.error((v) => v.global.gateway.className, 'is required with global.gateway.create (the GatewayClass)');
      }
    },
    (values, report) => {
      if (values.global.gateway.create && !hasRoute(values)) {
        report.error(
          (v) => v.global.gateway.create,
          'would have no listener: no route uses it (enable global.httpRoute, and set no parentRefs)',
        );
      }
    },
    ({ global: { gateway } }, report) => {
      if (gateway.create && gateway.ports.http === gateway.ports.https) {
        report.error((v) => v.global.gateway.ports.https, 'must differ from the HTTP port');
      }
    },
  ];
}
