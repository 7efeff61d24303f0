// Checks objects of the Gateway API: the shape of routes, and that backends, parents and certificates exist.

import type {
  BackendTlsPolicySpec,
  GatewaySpec,
  HttpRouteSpec,
  HttpRouteSpecRulesBackendRefs,
  TcpRouteSpec,
} from '../../../../imports/gateway.networking.k8s.io';
import { httpRouteRule } from '../../../k8s/api-rules/gateway';
import { customProblems, customShape } from '../../../k8s/object/custom-shapes';
import type { Manifest } from '../../../k8s/object/manifest';
import { formatPath, type Path } from '../../../values/path';
import { type Finding, missing } from '../finding';
import type { Inventory } from '../inventory';
import { servicePort } from '../references';

export function* gatewayApi(inventory: Inventory): Generator<Finding> {
  yield* routes(inventory);
  yield* listenerCertificates(inventory);
}

function* routes(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('HTTPRoute', 'TCPRoute')) {
    const misshapen = shapeFindings(object);
    if (misshapen.length > 0) {
      yield* misshapen;
      continue;
    }
    yield* parents(inventory, object);
    const { rules = [] } = object.spec as HttpRouteSpec | TcpRouteSpec;
    for (const [rule, { backendRefs = [] }] of rules.entries()) {
      for (const [index, reference] of backendRefs.entries()) {
        yield* backend(inventory, object, reference, `spec.rules[${rule}].backendRefs[${index}]`);
      }
    }
  }
  for (const object of inventory.ofKind('BackendTLSPolicy')) yield* policy(inventory, object);
}

function shapeFindings(object: Manifest): Finding[] {
  const shape = customShape(`${object.kind}Spec`);
  const finding = ({ path, message }: { readonly path: Path; readonly message: string }): Finding => ({
    object,
    field: formatPath(['spec', ...path]),
    message,
  });
  const misshapen = shape ? customProblems(shape, object.spec) : [];
  if (misshapen.length > 0 || object.kind !== 'HTTPRoute') return misshapen.map(finding);
  const { rules = [] } = object.spec as HttpRouteSpec;
  return rules.flatMap((rule, index) =>
    [...httpRouteRule(rule)].map(({ path, message }) => finding({ path: ['rules', index, ...path], message })),
  );
}

function* parents(inventory: Inventory, object: Manifest): Generator<Finding> {
  const { parentRefs = [] } = object.spec as HttpRouteSpec;
  if (parentRefs.length === 0) yield { object, field: 'spec.parentRefs', message: 'must name a Gateway' };
  for (const [index, { kind = 'Gateway', name, namespace, sectionName }] of parentRefs.entries()) {
    const field = `spec.parentRefs[${index}]`;
    const place = namespace ?? object.metadata.namespace;
    if (!inventory.exists(kind, place, name)) yield { object, field: `${field}.name`, ...missing(kind, name, place) };
    const own = kind === 'Gateway' ? inventory.find(kind, place, name) : undefined;
    const { listeners = [] } = (own?.spec ?? {}) as Partial<GatewaySpec>;
    if (own && sectionName !== undefined && !listeners.some((listener) => listener.name === sectionName)) {
      yield { object, field: `${field}.sectionName`, message: `Gateway ${name} has no listener ${sectionName}` };
    }
  }
}

function* backend(
  inventory: Inventory,
  object: Manifest,
  { kind = 'Service', group = '', name, namespace, port }: HttpRouteSpecRulesBackendRefs,
  field: string,
): Generator<Finding> {
  if (kind !== 'Service' || group !== '') return;
  const place = namespace ?? object.metadata.namespace;
  const found = inventory.find('Service', place, name);
  if (found && port !== undefined) yield* servicePort(object, found, { number: port }, `${field}.port`);
  else if (!found && !inventory.isExternal('Service', place, name)) {
    yield { object, field: `${field}.name`, ...missing('Service', name, place) };
  }
}

function* policy(inventory: Inventory, object: Manifest): Generator<Finding> {
  const { targetRefs, validation } = object.spec as BackendTlsPolicySpec;
  const { namespace } = object.metadata;
  for (const [index, { kind, name }] of targetRefs.entries()) {
    if (!inventory.exists(kind, namespace, name)) {
      yield { object, field: `spec.targetRefs[${index}].name`, ...missing(kind, name, namespace) };
    }
  }
  for (const [index, { kind, name }] of (validation.caCertificateRefs ?? []).entries()) {
    if (!inventory.exists(kind, namespace, name)) {
      yield { object, field: `spec.validation.caCertificateRefs[${index}].name`, ...missing(kind, name, namespace) };
    }
  }
}

/** The Secrets with the certificates of a Gateway's listeners. */
function* listenerCertificates(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('Gateway')) {
    const { listeners = [] } = object.spec as GatewaySpec;
    for (const [index, { tls }] of listeners.entries()) {
      for (const [at, { kind = 'Secret', name, namespace }] of (tls?.certificateRefs ?? []).entries()) {
        const place = namespace ?? object.metadata.namespace;
        if (inventory.exists(kind, place, name)) continue;
        const field = `spec.listeners[${index}].tls.certificateRefs[${at}].name`;
        yield { object, field, ...missing(kind, name, place) };
      }
    }
  }
}
