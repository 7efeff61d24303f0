// Objects as the API server returns them: without fields that it omits because they are empty, with quantities in its
// canonical form, and with its defaults in fields that are applied as a whole. A second apply of such an object changes
// nothing.

import { FIELDS } from '../../../imports/kubernetes/fields';
import { canonicalQuantity, QUANTITY } from '../../names/quantity';
import { isMap } from '../../values/scalar';

interface Field {
  /** The API server omits it if it is empty, zero or false. */
  readonly dropped: boolean;
  readonly quantity: boolean;
  /** Fields of the object, or of the list items or map values, in this field. */
  readonly inner: Fields | undefined;
  readonly map: boolean;
}

/** By name. */
type Fields = ReadonlyMap<string, Field>;
type Data = Record<string, unknown>;

const QUANTITY_TEXT = new RegExp(QUANTITY);
/** A release has few different quantities, each many times. */
const spelled = new Map<string, unknown>();
const known = new Map<string, Map<string, Field>>();

/** Rewrites an object of a Kubernetes API in place; custom resources stay as they are. */
export function canonical<T extends { readonly apiVersion: string; readonly kind: string }>(object: T): T {
  const fields = fieldsOf(`${object.apiVersion}/${object.kind}`);
  if (fields) rewrite(object as unknown as Data, fields);
  return object;
}

function rewrite(object: Data, fields: Fields): void {
  for (const name in object) {
    const field = fields.get(name);
    if (!field) continue;
    const value = object[name];
    if (field.dropped && isEmpty(value)) delete object[name];
    else if (field.quantity) object[name] = quantities(value);
    else if (field.inner) rewriteAll(value, field.inner, field.map);
    COMPLETE[name]?.(value);
  }
}

/**
 * Fields that are one value to an apply. Without the defaults that the API server writes into them, client-side apply
 * would change them every time, and server-side apply would conflict with it.
 */
const COMPLETE: Readonly<Record<string, (value: unknown) => void>> = {
  egress: completePorts,
  ingress: completePorts,
  fieldRef(reference) {
    if (isMap(reference)) reference.apiVersion ??= 'v1';
  },
  strategy(strategy) {
    if (!isMap(strategy)) return;
    strategy.type ??= 'RollingUpdate';
    if (strategy.type === 'RollingUpdate') strategy.rollingUpdate ??= { maxSurge: '25%', maxUnavailable: '25%' };
  },
  volumeClaimTemplates(claims) {
    if (!Array.isArray(claims)) return;
    for (const claim of claims.filter(isMap)) {
      claim.apiVersion ??= 'v1';
      claim.kind ??= 'PersistentVolumeClaim';
      claim.status ??= { phase: 'Pending' };
      if (isMap(claim.spec)) claim.spec.volumeMode ??= 'Filesystem';
    }
  },
};

/** The ports of the rules of a NetworkPolicy. */
function completePorts(rules: unknown): void {
  if (!Array.isArray(rules)) return;
  for (const { ports } of rules.filter(isMap)) {
    if (Array.isArray(ports)) for (const port of ports.filter(isMap)) port.protocol ??= 'TCP';
  }
}

function rewriteAll(value: unknown, fields: Fields, map: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  const items = Array.isArray(value) ? value : map ? Object.values(value) : [value];
  for (const item of items) if (typeof item === 'object' && item !== null) rewrite(item, fields);
}

/** A quantity, or a map of them. The checks report invalid ones. */
function quantities(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, amount]) => [key, quantities(amount)]));
  }
  const text = String(value);
  const written = spelled.get(text) ?? (QUANTITY_TEXT.test(text) ? canonicalQuantity(text) : value);
  spelled.set(text, written);
  return written;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _key in value) return false;
  return true;
}

function fieldsOf(type: string): Fields | undefined {
  const ready = known.get(type);
  if (ready || !(type in FIELDS)) return ready;
  const fields = new Map<string, Field>();
  // Set before its fields are read, because a type may contain itself.
  known.set(type, fields);
  for (const text of FIELDS[type]?.split(' ') ?? []) {
    const [, name = '', dropped, quantity, map, inner] = /^(.+?)(-)?(#)?(?:=(\*)?(.+))?$/.exec(text) ?? [];
    fields.set(name, {
      dropped: dropped !== undefined,
      quantity: quantity !== undefined,
      inner: inner === undefined ? undefined : fieldsOf(inner),
      map: map !== undefined,
    });
  }
  return fields;
}
