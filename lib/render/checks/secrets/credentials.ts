// Checks that variables whose names mean a credential get their values from a Secret.

import { showsCredential } from '../../../k8s/secret/credential-name';
import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

export function* credentials({ containers }: Inventory): Generator<Finding> {
  for (const { container, note } of containers) {
    for (const [index, { name, value }] of (container.env ?? []).entries()) {
      if (!value || !showsCredential(name, value)) continue;
      yield note(`env[${index}].value`, `${name} is a credential: it belongs in a Secret`);
    }
  }
}
