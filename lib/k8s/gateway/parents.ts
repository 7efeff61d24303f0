// Gateways that the release does not create.

import type { HttpRouteSpecParentRefs } from '../../../imports/gateway.networking.k8s.io';
import type { Release } from '../release';
import type { HttpRouteValues, Routing } from './values';

/** The Gateways from the values of a route or of all routes, which must exist. */
export function parentsOf(
  release: Release,
  { parentRefs: own }: Pick<HttpRouteValues, 'parentRefs'>,
  { httpRoute: { parentRefs: ofAll } }: Pick<Routing, 'httpRoute'>,
): HttpRouteSpecParentRefs[] {
  const parents = own.length > 0 ? own : ofAll;
  for (const { kind = 'Gateway', name, namespace } of parents) release.external(kind, name, [], namespace);
  return [...parents];
}
