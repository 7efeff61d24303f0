// Checks the names and keys of objects that the user manages. They are also printed in commands.

import { referencedObjects } from '../../../k8s/object/references';
import { DNS_SUBDOMAIN, isDataKey } from '../../../names/naming';
import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

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
