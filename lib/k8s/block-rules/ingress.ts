// Rules, paths and certificates of an Ingress.

import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { IIngressRule } from 'kubernetes-models/networking.k8s.io/v1/IngressRule';
import type { IIngressTLS } from 'kubernetes-models/networking.k8s.io/v1/IngressTLS';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../names/naming';
import { each, type Refusal, range, refusal } from './refusal';

const LABEL = new RegExp(DNS_LABEL);
const SUBDOMAIN = new RegExp(DNS_SUBDOMAIN);

/** Steps that browsers and proxies would resolve before they match. */
const UNSAFE_PATH = /\/\/|\/\.{1,2}(\/|$)|%2f/i;

const PORTS = 65535;

export function* ingressPath({ path, pathType, backend }: IHTTPIngressPath): Generator<Refusal> {
  if (path && pathType !== 'ImplementationSpecific' && UNSAFE_PATH.test(path)) {
    yield refusal('must not contain //, /./, /../ or %2f', 'path');
  }
  const { service, resource } = backend;
  if (!service) {
    if (!resource) yield refusal('must have service or resource', 'backend');
    return;
  }
  const place = ['backend', 'service'];
  if (!LABEL.test(service.name)) yield refusal('is not a Service name', ...place, 'name');
  const { name, number } = service.port ?? {};
  if (Boolean(name) === Boolean(number)) yield refusal('must have either name or number', ...place, 'port');
  yield* range(number, [...place, 'port', 'number'], 1, PORTS);
}

export const ingressRule = ({ http }: IIngressRule): Iterable<Refusal> =>
  each(http?.paths, ['http', 'paths'], ingressPath);

export function* ingressTls({ secretName }: IIngressTLS): Generator<Refusal> {
  if (secretName && !SUBDOMAIN.test(secretName)) {
    yield refusal('is not an object name', 'secretName');
  }
}
