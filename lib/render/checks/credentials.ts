// No credential in the open: whatever a variable's name calls one comes from a Secret.

import type { Finding } from './finding';
import type { Inventory } from './inventory';

const CREDENTIAL =
  /(^|_)(PASSWORD|PASSWD|TOKEN|SECRET|API_KEY|SECRET_KEY|ACCESS_KEY|PRIVATE_KEY|ENCRYPTION_KEY|ENCRYPTION_SALT)$/;

export function* credentials({ containers }: Inventory): Generator<Finding> {
  for (const { container, note } of containers) {
    for (const [index, { name, value }] of (container.env ?? []).entries()) {
      if (!value || !CREDENTIAL.test(name)) continue;
      yield note(`env[${index}].value`, `${name} is a credential: it belongs in a Secret`);
    }
  }
}
