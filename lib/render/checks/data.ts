// What ConfigMaps and Secrets hold.

import type { Finding } from './finding';
import type { Inventory } from './inventory';

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** etcd takes 1.5 MiB; the API server refuses more than this. */
const SIZE_LIMIT = 1024 * 1024;

export function* data(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('ConfigMap', 'Secret')) {
    let size = 0;
    for (const field of ['data', 'stringData', 'binaryData']) {
      for (const [key, value] of Object.entries((object[field] ?? {}) as Readonly<Record<string, unknown>>)) {
        const place = `${field}[${JSON.stringify(key)}]`;
        if (!KEY.test(key))
          yield { object, field: place, message: 'is no key: letters, digits, "-", "_" and "." only' };
        if (typeof value !== 'string') yield { object, field: place, message: 'must be text' };
        else if (object.kind === 'Secret' && field === 'data' && !BASE64.test(value)) {
          yield { object, field: place, message: 'must be base64' };
        } else size += value.length;
      }
    }
    if (size > SIZE_LIMIT) yield { object, field: 'data', message: `is larger than ${SIZE_LIMIT} bytes` };
  }
}
