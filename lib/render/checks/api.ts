// Checks all rendered objects against the API server's own rules.

import { refusals } from '../../k8s/api-rules';
import { formatPath } from '../../values/path';
import type { Finding } from './finding';
import type { Inventory } from './inventory';

export function* api({ objects }: Inventory): Generator<Finding> {
  for (const object of objects) {
    for (const { path, message } of refusals(`${object.apiVersion}/${object.kind}`, object)) {
      yield { object, field: formatPath(path), message };
    }
  }
}
