// Checks that the API server accepts the Ingresses.

import { DNS_SUBDOMAIN } from '../../../names/naming';
import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

const HOST = new RegExp(DNS_SUBDOMAIN);
const IPV4 = /^\d+(\.\d+){3}$/;
const CLASS = 'kubernetes.io/ingress.class';

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly defaultBackend?: object;
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: { readonly paths: readonly { readonly path?: string }[] };
  }[];
  readonly tls?: readonly { readonly hosts?: readonly string[] }[];
}

export function* ingress(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('Ingress')) {
    const spec = object.spec as IngressSpec;
    if (!spec.rules?.length && !spec.defaultBackend) {
      yield { object, field: 'spec', message: 'must have rules or a default backend' };
    }
    if (spec.ingressClassName && object.metadata.annotations?.[CLASS]) {
      yield {
        object,
        field: `metadata.annotations["${CLASS}"]`,
        message: 'conflicts with spec.ingressClassName: set only one of them',
      };
    }
    for (const [index, { host, http }] of (spec.rules ?? []).entries()) {
      if (host !== undefined && !isHost(host)) {
        yield { object, field: `spec.rules[${index}].host`, message: `is not a host name: ${host}` };
      }
      for (const [at, { path }] of (http?.paths ?? []).entries()) {
        if (path !== undefined && !path.startsWith('/')) {
          yield { object, field: `spec.rules[${index}].http.paths[${at}].path`, message: `must start with /: ${path}` };
        }
      }
    }
    for (const [index, { hosts = [] }] of (spec.tls ?? []).entries()) {
      for (const [at, host] of hosts.entries()) {
        if (!isHost(host))
          yield { object, field: `spec.tls[${index}].hosts[${at}]`, message: `is not a host name: ${host}` };
      }
    }
  }
}

/** A DNS name; a wildcard only as the first label. */
function isHost(host: string): boolean {
  const name = host.startsWith('*.') ? host.slice(2) : host;
  return HOST.test(name) && host.length <= 253 && !IPV4.test(name);
}
