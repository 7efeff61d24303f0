// Where requests go: by Ingresses, and by HTTPRoutes.

import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { HttpRouteSpec } from '../../../imports/gateway.networking.k8s.io';
import type { Manifest } from '../../../lib/k8s/object/manifest';

const place = (host: string | undefined, type: string, path: string) => `${host ?? '*'} ${type} ${path}`;

/** `host type path -> service:port`, sorted. A path of an implementation's own type is a prefix. */
export function ingressTargets(objects: readonly Manifest[]): string[] {
  const found = objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((object) =>
      ((object.spec as NonNullable<IIngress['spec']>).rules ?? []).flatMap(({ host, http }) =>
        (http?.paths ?? []).map(({ path = '/', pathType, backend }) => {
          const { name, port } = backend.service ?? { name: '', port: {} };
          return `${place(host, pathType === 'Exact' ? 'Exact' : 'Prefix', path)} -> ${name}:${port?.number}`;
        }),
      ),
    );
  return [...new Set(found)].sort();
}

/** The same of the HTTPRoutes, without redirects. */
export function routeTargets(objects: readonly Manifest[]): string[] {
  const found = objects
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ spec }) => {
      const { hostnames = [undefined], rules = [] } = spec as HttpRouteSpec;
      return rules.flatMap(({ matches = [], backendRefs = [] }) =>
        matches.flatMap(({ path }) =>
          backendRefs.flatMap(({ name, port }) =>
            hostnames.map((host) => {
              const type = path?.type === 'Exact' ? 'Exact' : 'Prefix';
              return `${place(host, type, path?.value ?? '/')} -> ${name}:${port}`;
            }),
          ),
        ),
      );
    });
  return [...new Set(found)].sort();
}
