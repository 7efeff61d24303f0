// Objects as the API server gives them back: without the fields that it leaves out because they are empty, and with
// quantities as it writes them. Applied again, such an object changes nothing.

import { FIELDS } from '../../imports/kubernetes/fields';
import { canonicalQuantity, QUANTITY } from './quantity';

interface Field {
  readonly name: string;
  /** The API server leaves it out when it is empty, zero or false. */
  readonly dropped: boolean;
  readonly quantity: boolean;
  /** Type of the object, or of the items of the list or map, that it holds. */
  readonly type: string | undefined;
  readonly map: boolean;
}

type Fields = Record<string, unknown>;

const QUANTITY_TEXT = new RegExp(QUANTITY);
const known = new Map<string, readonly Field[]>();

/** Rewrites an object of a Kubernetes API in place; custom resources stay as they are. */
export function canonical<T extends { readonly apiVersion: string; readonly kind: string }>(object: T): T {
  rewrite(object as unknown as Fields, `${object.apiVersion}/${object.kind}`);
  return object;
}

function rewrite(object: Fields, type: string): void {
  for (const { name, dropped, quantity, type: inner, map } of fieldsOf(type)) {
    const value = object[name];
    if (value === undefined) continue;
    if (dropped && isEmpty(value)) delete object[name];
    else if (quantity) object[name] = quantities(value);
    else if (inner !== undefined) rewriteAll(value, inner, map);
  }
}

function rewriteAll(value: unknown, type: string, map: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  const items = Array.isArray(value) ? value : map ? Object.values(value) : [value];
  for (const item of items) if (typeof item === 'object' && item !== null) rewrite(item as Fields, type);
}

/** A quantity, or a map of them. What is none is for the checks to report. */
function quantities(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, amount]) => [key, quantities(amount)]));
  }
  const text = String(value);
  return QUANTITY_TEXT.test(text) ? canonicalQuantity(text) : value;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  return Object.keys(value).length === 0;
}

function fieldsOf(type: string): readonly Field[] {
  let fields = known.get(type);
  if (!fields) {
    fields = (FIELDS[type]?.split(' ') ?? []).map(fieldOf);
    known.set(type, fields);
  }
  return fields;
}

function fieldOf(text: string): Field {
  const [, name = '', dropped, quantity, map, type] = /^(.+?)(-)?(#)?(?:=(\*)?(.+))?$/.exec(text) ?? [];
  return { name, dropped: dropped !== undefined, quantity: quantity !== undefined, type, map: map !== undefined };
}
