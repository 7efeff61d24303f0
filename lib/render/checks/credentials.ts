// No credential in the open: whatever a variable's name calls one comes from a Secret.

import { isCredentialName } from '../../k8s/credential-name';
import type { Finding } from './finding';
import type { Inventory } from './inventory';

export function* credentials({ pods }: Inventory): Generator<Finding> {
  for (const { object, spec, field } of pods) {
    for (const list of ['initContainers', 'containers'] as const) {
      for (const [index, { env = [] }] of (spec[list] ?? []).entries()) {
        for (const [at, { name, value }] of env.entries()) {
          if (!value || !isCredentialName(name)) continue;
          const place = `${field}.${list}[${index}].env[${at}].value`;
          yield { object, field: place, message: `${name} is a credential: it belongs in a Secret` };
        }
      }
    }
  }
}
