// Whether what an object refers to exists.

import type { Manifest } from '../../k8s/object/manifest';
import type { Finding } from './finding';
import { at, type Inventory } from './inventory';

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

/** Whether it is in the release or declared as external. */
export const exists = (inventory: Inventory, kind: string, namespace: string | undefined, name: string): boolean =>
  inventory.find(kind, namespace, name) !== undefined || inventory.isExternal(kind, namespace, name);

/** What a finding says about an object that is missing. */
export const missing = (
  kind: string,
  name: string,
  namespace?: string,
  key?: string,
): Pick<Finding, 'message' | 'missing'> => ({
  message: `${kind} ${name} is not in the release`,
  missing: { kind, name, namespace, key },
});
