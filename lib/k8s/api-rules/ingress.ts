// Rules, paths and certificates of an Ingress.

import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { IIngressBackend } from 'kubernetes-models/networking.k8s.io/v1/IngressBackend';
import type { IIngressRule } from 'kubernetes-models/networking.k8s.io/v1/IngressRule';
import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1/IngressSpec';
import type { IIngressTLS } from 'kubernetes-models/networking.k8s.io/v1/IngressTLS';
import { isAddress, isDnsLabel, isPortName, isSubdomain, objectName } from './formats';
import { PORTS } from './pods';
import { oneOf, type Refusal, type Rules, range, refusal } from './refusal';

/** Steps that browsers and proxies would resolve before they match. */
const UNSAFE_PATH = /\/\/|\/\.{1,2}(\/|$)|%2f/i;

function* ingressPath({ path, pathType }: IHTTPIngressPath): Generator<Refusal> {
  yield* oneOf(pathType, ['pathType'], ['Prefix', 'Exact', 'ImplementationSpecific']);
  if (path ? !path.startsWith('/') : pathType !== 'ImplementationSpecific') yield refusal('must start with /', 'path');
  else if (path && pathType !== 'ImplementationSpecific' && UNSAFE_PATH.test(path)) {
    yield refusal('must not contain //, /./, /../ or %2f', 'path');
  }
}

function* backend({ service, resource }: IIngressBackend): Generator<Refusal> {
  if (!service) {
    if (!resource) yield refusal('must have service or resource');
    return;
  }
  if (resource) yield refusal('conflicts with service: set only one of them', 'resource');
  if (!isDnsLabel(service.name)) yield refusal('is not a Service name', 'service', 'name');
  const { name, number } = service.port ?? {};
  if (Boolean(name) === Boolean(number)) yield refusal('must have either name or number', 'service', 'port');
  else if (name && !isPortName(name)) yield refusal('is not a valid port name', 'service', 'port', 'name');
  yield* range(number, ['service', 'port', 'number'], 1, PORTS);
}

/** Why the API server rejects a host; `undefined` if it accepts it. A wildcard matches only the first label. */
function hostFault(host: string): string | undefined {
  if (isAddress(host)) return 'must be a host name, not an IP address';
  return isSubdomain(host.startsWith('*.') ? host.slice(2) : host) ? undefined : 'is not a host name';
}

function* ingressRule({ host }: IIngressRule): Generator<Refusal> {
  const fault = host ? hostFault(host) : undefined;
  if (fault) yield refusal(fault, 'host');
}

function* ingressTls({ hosts, secretName }: IIngressTLS): Generator<Refusal> {
  for (const [index, host] of (hosts ?? []).entries()) {
    const fault = hostFault(host);
    if (fault) yield refusal(fault, 'hosts', index);
  }
  yield* objectName(secretName, 'secretName');
}

function* ingress({ ingressClassName, defaultBackend, rules }: IIngressSpec): Generator<Refusal> {
  yield* objectName(ingressClassName, 'ingressClassName');
  if (!defaultBackend && !rules?.length) yield refusal('must have defaultBackend or rules');
}

export const ingressRules: Rules = {
  'networking.k8s.io/v1/HTTPIngressPath': ingressPath,
  'networking.k8s.io/v1/IngressBackend': backend,
  'networking.k8s.io/v1/IngressRule': ingressRule,
  'networking.k8s.io/v1/IngressSpec': ingress,
  'networking.k8s.io/v1/IngressTLS': ingressTls,
};
