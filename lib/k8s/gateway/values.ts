// Values for the Gateway API: of each component, and of all of them.

import type {
  HttpRouteSpecParentRefs,
  HttpRouteSpecRules,
  HttpRouteSpecRulesFilters,
} from '../../../imports/gateway.networking.k8s.io';
import { DNS_SUBDOMAIN, HOST } from '../../names/naming';
import {
  blocks,
  boolean,
  list,
  object,
  objectName,
  optional,
  type Static,
  type TObject,
  text,
} from '../../values/schema/schema';
import { annotationMap, globalValues, labelMap } from '../common';
import { ingressController } from '../network/ingress-controllers';
import { port } from '../network/service';

const parentRefs = (description: string) =>
  blocks<HttpRouteSpecParentRefs>('ParentReference', { description, default: [] });

const duration = (description: string, value: string) =>
  text({
    description,
    default: value,
    pattern: '^(([0-9]{1,5}(h|m|s|ms)){1,4})?$',
    expected: 'a duration such as 0s, 30s or 1h30m',
  });

/** `enabled`, `parentRefs`, `annotations` and `labels` of a route. */
const routeKeys = (kind: string) => ({
  parentRefs: parentRefs(
    'Gateways, or listeners of them, that the route is attached to; defaults to global.httpRoute.parentRefs or to the Gateway of the release.',
  ),
  annotations: annotationMap(`Annotations of the ${kind}.`),
  labels: labelMap(`Labels added to the ${kind}.`),
});

export interface HttpRouteDefaults {
  /** Whether clients upload files of any size or keep connections open, so that requests have no timeout. */
  readonly openTraffic: boolean;
}

export const httpRouteValues = ({ openTraffic }: HttpRouteDefaults) =>
  object(
    () => ({
      enabled: optional(
        boolean({ description: 'Whether to create the HTTPRoute; defaults to global.httpRoute.enabled.' }),
      ),
      ...routeKeys('HTTPRoute'),
      hostnames: list(
        text({
          description: 'Host name.',
          pattern: HOST,
          maxLength: 253,
          expected: 'a host name in lowercase, optionally starting with *.',
        }),
        { description: 'Additional host names of the route.', default: [] },
      ),
      filters: blocks<HttpRouteSpecRulesFilters>('HTTPRouteFilter', {
        description: 'Filters for all requests of the route, except those of its additional rules.',
        default: [],
      }),
      timeouts: object(
        {
          request: duration(
            'Timeout of a whole request; 0s disables it, and empty leaves it to the implementation.',
            openTraffic ? '0s' : '',
          ),
          backendRequest: duration('Timeout of one attempt at the backend; empty leaves it to the implementation.', ''),
        },
        { description: 'Timeouts of the route, except of its additional rules.' },
      ),
      rules: blocks<HttpRouteSpecRules>('HTTPRouteRule', {
        description: 'Additional rules, passed unchanged.',
        default: [],
      }),
    }),
    {
      description:
        'HTTPRoute of the Gateway API for the Service, with the hosts and paths of the Ingress. Both can be enabled during a migration.',
    },
  );

export type HttpRouteValues = Static<ReturnType<typeof httpRouteValues>>;

export const tcpRouteValues = () =>
  object(
    () => ({
      enabled: boolean({ description: 'Whether to create the TCPRoute.', default: false }),
      ...routeKeys('TCPRoute'),
    }),
    { description: 'TCPRoute of the Gateway API for the Service.' },
  );

export type TcpRouteValues = Static<ReturnType<typeof tcpRouteValues>>;

/** How Gateways reach a server that terminates TLS itself. */
export const backendTlsValues = () =>
  object(
    () => ({
      hostname: text({
        description: "Name that the server's certificate must have; defaults to its public host.",
        default: '',
        pattern: DNS_SUBDOMAIN,
        maxLength: 253,
        expected: 'a host name in lowercase',
      }),
      caConfigMap: objectName({
        description: 'ConfigMap with the authorities that Gateways trust, in ca.crt; empty means the public ones.',
        default: '',
      }),
    }),
    { description: 'BackendTLSPolicy for HTTPRoutes to this server.' },
  );

export type BackendTlsValues = Static<ReturnType<typeof backendTlsValues>>;

const httpRoute = object(
  () => ({
    enabled: boolean({
      description: 'Whether to create an HTTPRoute wherever there can be an Ingress.',
      default: false,
    }),
    parentRefs: parentRefs('Gateways, or listeners of them, that all routes are attached to.'),
  }),
  { description: 'Defaults of all routes.' },
);

const gateway = object(
  () => ({
    create: boolean({
      description: 'Whether to create a Gateway with a listener for each host of the routes.',
      default: false,
    }),
    className: objectName({ description: 'GatewayClass; required with create.', default: '' }),
    name: objectName({ description: 'Name of the Gateway; defaults to <full name>-gateway.', default: '' }),
    annotations: annotationMap('Annotations of the Gateway.'),
    labels: labelMap('Labels added to the Gateway.'),
    ports: object({
      http: port({ description: 'Port of the HTTP listener.', default: 80 }),
      https: port({ description: 'Port of the HTTPS listeners.', default: 443 }),
    }),
    infrastructure: object(
      {
        annotations: annotationMap('Annotations of these objects, such as those of a cloud load balancer.'),
        labels: labelMap('Labels of these objects.'),
      },
      { description: 'Objects that the implementation creates for the Gateway, such as its Service.' },
    ),
  }),
  { description: 'The Gateway of the release.' },
);

const routingKeys = { httpRoute, gateway, ingressController: ingressController() };

/** Settings for all Ingresses and routes. */
export type Routing = Static<TObject<typeof routingKeys>>;

/** `global` of a chart with Ingresses. */
export const routedGlobalValues = object(
  { ...globalValues.properties, ...routingKeys },
  { description: globalValues.description ?? '' },
);

/** Whether a component has an HTTPRoute. */
export const isRouted = (
  { httpRoute: all }: Pick<Routing, 'httpRoute'>,
  { enabled }: Pick<HttpRouteValues, 'enabled'>,
) => enabled ?? all.enabled;

/** Whether its routes are attached to the Gateway of the release. */
export const usesOwnGateway = (
  { httpRoute: all, gateway: { create } }: Routing,
  own: Pick<HttpRouteValues, 'parentRefs'>,
) => create && own.parentRefs.length === 0 && all.parentRefs.length === 0;
