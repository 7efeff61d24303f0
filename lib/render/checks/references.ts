// Checks that every object that is referred to by name is in the release or declared as external.

import type { Manifest } from '../../k8s/object/manifest';
import { referencedObjects } from '../../k8s/object/references';
import { DNS_SUBDOMAIN, isDataKey } from '../../names/naming';
import { type Finding, missing } from './finding';
import { at, type Inventory, keysOf } from './inventory';

export function* references(inventory: Inventory): Generator<Finding> {
  yield* podReferences(inventory);
  yield* bindings(inventory);
  yield* backends(inventory);
  yield* certificates(inventory);
  yield* targets(inventory);
}

function* podReferences(inventory: Inventory): Generator<Finding> {
  for (const { object, namespace, spec, field } of inventory.pods) {
    for (const reference of referencedObjects(spec)) {
      const { kind, name, key, optional } = reference;
      const place = `${field}.${reference.field}`;
      const found = inventory.find(kind, namespace, name);
      if (found === undefined) {
        if (optional || inventory.isExternal(kind, namespace, name)) continue;
        yield { object, field: place, ...missing(kind, name, namespace, key) };
      } else if (key !== undefined && !optional && !keysOf(found).has(key)) {
        yield { object, field: place, message: `${kind} ${name} has no key ${key}` };
      }
    }
    const account = spec.serviceAccountName;
    if (account !== undefined && account !== 'default' && !inventory.exists('ServiceAccount', namespace, account)) {
      yield { object, field: `${field}.serviceAccountName`, ...missing('ServiceAccount', account, namespace) };
    }
    for (const [index, { persistentVolumeClaim: claim }] of (spec.volumes ?? []).entries()) {
      if (claim && !inventory.exists('PersistentVolumeClaim', namespace, claim.claimName)) {
        const place = `${field}.volumes[${index}].persistentVolumeClaim`;
        yield { object, field: place, ...missing('PersistentVolumeClaim', claim.claimName, namespace) };
      }
    }
  }
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** ClusterRoles that every cluster has. */
const BUILT_IN_ROLES = new Set(['cluster-admin', 'admin', 'edit', 'view', 'system:auth-delegator']);

function* bindings(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('RoleBinding', 'ClusterRoleBinding')) {
    const role = object.roleRef as { readonly kind: string; readonly name: string };
    const namespace = role.kind === 'Role' ? object.metadata.namespace : undefined;
    if (!BUILT_IN_ROLES.has(role.name) && !inventory.exists(role.kind, namespace, role.name)) {
      yield { object, field: 'roleRef.name', ...missing(role.kind, role.name, namespace) };
    }
    for (const [index, subject] of ((object.subjects ?? []) as readonly Subject[]).entries()) {
      if (subject.kind !== 'ServiceAccount' || subject.name === 'default') continue;
      if (!inventory.exists('ServiceAccount', subject.namespace, subject.name)) {
        const { name, namespace } = subject;
        yield { object, field: `subjects[${index}].name`, ...missing('ServiceAccount', name, namespace) };
      }
    }
  }
}

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

function* backends(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('Ingress')) {
    const spec = object.spec as {
      readonly defaultBackend?: Backend;
      readonly rules?: readonly { readonly http?: { readonly paths: readonly { readonly backend: Backend }[] } }[];
    };
    if (spec.defaultBackend) yield* backend(inventory, object, spec.defaultBackend, 'spec.defaultBackend');
    for (const [rule, { http }] of (spec.rules ?? []).entries()) {
      for (const [path, entry] of (http?.paths ?? []).entries()) {
        yield* backend(inventory, object, entry.backend, `spec.rules[${rule}].http.paths[${path}].backend`);
      }
    }
  }
  for (const object of inventory.ofKind('MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration')) {
    for (const [index, hook] of ((object.webhooks ?? []) as readonly object[]).entries()) {
      const target = at(hook, 'clientConfig.service') as
        | { readonly name: string; readonly namespace: string; readonly port?: number }
        | undefined;
      if (!target) continue;
      const place = `webhooks[${index}].clientConfig.service`;
      const found = inventory.find('Service', target.namespace, target.name);
      if (found) yield* servicePort(object, found, { number: target.port ?? 443 }, place);
      else if (!inventory.isExternal('Service', target.namespace, target.name)) {
        yield { object, field: place, ...missing('Service', target.name, target.namespace) };
      }
    }
  }
}

function* backend(inventory: Inventory, object: Manifest, { service }: Backend, field: string): Generator<Finding> {
  if (!service) return;
  const found = inventory.find('Service', object.metadata.namespace, service.name);
  if (found) yield* servicePort(object, found, service.port ?? {}, `${field}.service.port`);
  else if (!inventory.isExternal('Service', object.metadata.namespace, service.name)) {
    yield { object, field: `${field}.service.name`, ...missing('Service', service.name, object.metadata.namespace) };
  }
}

export function* servicePort(
  object: Manifest,
  service: Manifest,
  wanted: { readonly name?: string; readonly number?: number },
  field: string,
): Generator<Finding> {
  const ports = (at(service, 'spec.ports') ?? []) as readonly { readonly name?: string; readonly port: number }[];
  if (!ports.some(({ name, port }) => (wanted.name === undefined ? port === wanted.number : name === wanted.name))) {
    const message = `Service ${service.metadata.name} has no port ${wanted.name ?? wanted.number}`;
    yield { object, field, message };
  }
}

/** The Secrets with an Ingress's certificates. */
function* certificates(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('Ingress')) {
    const tls = (at(object, 'spec.tls') ?? []) as readonly { readonly secretName?: string }[];
    for (const [index, { secretName: name }] of tls.entries()) {
      if (name === undefined || inventory.exists('Secret', object.metadata.namespace, name)) continue;
      yield { object, field: `spec.tls[${index}].secretName`, ...missing('Secret', name, object.metadata.namespace) };
    }
  }
}

function* targets(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('HorizontalPodAutoscaler')) {
    const { kind, name } = at(object, 'spec.scaleTargetRef') as { readonly kind: string; readonly name: string };
    if (!inventory.exists(kind, object.metadata.namespace, name)) {
      yield { object, field: 'spec.scaleTargetRef', ...missing(kind, name, object.metadata.namespace) };
    }
  }
  for (const object of inventory.ofKind('StatefulSet')) {
    const name = at(object, 'spec.serviceName') as string | undefined;
    if (name && !inventory.exists('Service', object.metadata.namespace, name)) {
      yield { object, field: 'spec.serviceName', ...missing('Service', name, object.metadata.namespace) };
    }
  }
}

const NAME = new RegExp(DNS_SUBDOMAIN);

export function* external(inventory: Inventory): Generator<Finding> {
  for (const { object, spec, field } of inventory.pods) {
    for (const reference of referencedObjects(spec)) {
      const { kind, name, key } = reference;
      const note = (message: string): Finding => ({ object, field: `${field}.${reference.field}`, message });
      if (!isName(name)) yield note(`${JSON.stringify(name)} is not a valid ${kind} name`);
      if (key !== undefined && !isDataKey(key)) yield note(`${JSON.stringify(key)} is not a valid ${kind} key`);
    }
    for (const [index, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
      if (isName(name)) continue;
      const message = `${JSON.stringify(name)} is not a valid Secret name`;
      yield { object, field: `${field}.imagePullSecrets[${index}].name`, message };
    }
  }
}

const isName = (name: string): boolean => name.length <= 253 && NAME.test(name);
