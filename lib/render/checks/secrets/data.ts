// Checks the contents of ConfigMaps and Secrets.

import type { Manifest } from '../../../k8s/object/manifest';
import { isDataKey } from '../../../names/naming';
import type { Finding } from '../finding';
import type { Inventory } from '../inventory';

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** The maximum size that the API server accepts. */
const SIZE_LIMIT = 1024 * 1024;

/** Keys that a Secret of a type must have. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
};

export function* data(inventory: Inventory): Generator<Finding> {
  for (const object of inventory.ofKind('ConfigMap', 'Secret')) {
    let size = 0;
    const keys = new Set<string>();
    for (const [field, key, value] of entriesOf(object)) {
      const note = (message: string): Finding => ({ object, field: `${field}[${JSON.stringify(key)}]`, message });
      if (!isDataKey(key)) yield note('is not a valid key (expected letters, digits, "-", "_" and ".")');
      if (field === 'binaryData' && keys.has(key)) yield note('is in data as well');
      keys.add(key);
      if (typeof value !== 'string') yield note('must be a string');
      else if (isEncoded(object, field) && !BASE64.test(value)) yield note('must be base64');
      else size += isEncoded(object, field) ? (value.length / 4) * 3 : Buffer.byteLength(value);
    }
    if (size > SIZE_LIMIT) yield { object, field: 'data', message: `is larger than ${SIZE_LIMIT} bytes` };
    for (const key of TYPES[String(object.type)] ?? []) {
      if (!keys.has(key)) yield { object, field: 'data', message: `must have a key ${key} for type ${object.type}` };
    }
  }
}

const isEncoded = ({ kind }: Manifest, field: string): boolean =>
  field === 'binaryData' || (field === 'data' && kind === 'Secret');

function* entriesOf(object: Manifest): Generator<[field: string, key: string, value: unknown]> {
  for (const field of ['data', 'stringData', 'binaryData']) {
    for (const [key, value] of Object.entries(object[field] ?? {})) yield [field, key, value];
  }
}
