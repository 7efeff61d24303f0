// No credential in the open: whatever a variable's name calls one comes from a Secret.

import type { Finding } from './finding';
import type { Inventory } from './inventory';

const CREDENTIAL =
  /(^|_)(PASSWORD|PASSWD|TOKEN|SECRET|API_KEY|SECRET_KEY|ACCESS_KEY|PRIVATE_KEY|ENCRYPTION_KEY|ENCRYPTION_SALT)$/;

export function* credentials({ pods }: Inventory): Generator<Finding> {
  for (const { object, spec, field } of pods) {
    for (const list of ['initContainers', 'containers'] as const) {
      for (const [index, { env = [] }] of (spec[list] ?? []).entries()) {
        for (const [at, { name, value }] of env.entries()) {
          if (!value || !CREDENTIAL.test(name)) continue;
          const place = `${field}.${list}[${index}].env[${at}].value`;
          yield { object, field: place, message: `${name} is a credential: it belongs in a Secret` };
        }
      }
    }
  }
}
