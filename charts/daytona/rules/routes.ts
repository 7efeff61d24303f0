// Rules for routes of the Gateway API.

import { type Front, gatewayRules, routeRules, settingsRules, tcpRouteRules } from '../../../lib/k8s/gateway/rules';
import { isRouted, usesOwnGateway } from '../../../lib/k8s/gateway/values';
import type { Rule } from '../../../lib/values/validate';
import { isHarborRouted } from '../harbor';
import { behindNginx } from '../harbor/public-address';
import type { Values } from '../values';

const FRONTS: readonly Front<Values>[] = [
  { ingress: (v) => v.services.api.ingress, route: (v) => v.services.api.httpRoute, isOn: () => true },
  { ingress: (v) => v.services.proxy.ingress, route: (v) => v.services.proxy.httpRoute, isOn: () => true },
  { ingress: (v) => v.dex.ingress, route: (v) => v.dex.httpRoute, isOn: (v) => v.dex.enabled },
];

const hasHarborRoute = ({ global, harbor }: Values): boolean => harbor.enabled && isHarborRouted(global, harbor);

const usesTcpRoute = ({ services: { sshGateway } }: Values): boolean =>
  sshGateway.enabled && sshGateway.tcpRoute.enabled;

const harborRules: readonly Rule<Values>[] = [
  ...settingsRules<Values>({ route: (v) => v.harbor.expose.httpRoute, isActive: hasHarborRoute }),
  ({ harbor }, report) => {
    if (harbor.enabled && harbor.expose.httpRoute.enabled && behindNginx(harbor)) {
      report.error(
        (v) => v.harbor.expose.httpRoute.enabled,
        `conflicts with expose.type ${harbor.expose.type}: set it to ingress or none`,
      );
    }
  },
  (values, report) => {
    const { tls, httpRoute } = values.harbor.expose;
    const onGateway = hasHarborRoute(values) && usesOwnGateway(values.global, httpRoute);
    if (onGateway && tls.enabled && tls.certSource === 'none') {
      report.error(
        (v) => v.harbor.expose.tls.certSource,
        'is for an Ingress: a listener of a Gateway needs secret or auto',
      );
    }
  },
];

export const routingRules: readonly Rule<Values>[] = [
  ...FRONTS.flatMap((front) => routeRules(front)),
  ...harborRules,
  ...tcpRouteRules(
    (v: Values) => v.services.sshGateway.tcpRoute,
    (v) => v.services.sshGateway.enabled,
  ),
  ...gatewayRules((values: Values) => {
    const { global, harbor, services } = values;
    const isOnGateway = ({ route, isOn }: Front<Values>) =>
      isOn(values) && isRouted(global, route(values)) && usesOwnGateway(global, route(values));
    return (
      FRONTS.some(isOnGateway) ||
      (hasHarborRoute(values) && usesOwnGateway(global, harbor.expose.httpRoute)) ||
      (usesTcpRoute(values) && usesOwnGateway(global, services.sshGateway.tcpRoute))
    );
  }),
];
