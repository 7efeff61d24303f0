// What the generated table of Kubernetes types says about the fields of a type.

import { FIELDS } from '../../../imports/kubernetes/fields';

export interface TypeField {
  readonly name: string;
  /** Whether the API server leaves it out if it is empty. */
  readonly isDropped: boolean;
  readonly isQuantity: boolean;
  /** Type of the object in it, of the items of its list, or of the values of its map; `undefined` for plain values. */
  readonly type: string | undefined;
  readonly isMap: boolean;
}

export const isType = (type: string): boolean => Object.hasOwn(FIELDS, type);

const known = new Map<string, readonly TypeField[]>();

/** The fields of a type, without those that nothing is known about. */
export function typeFields(type: string): readonly TypeField[] {
  const read = known.get(type);
  if (read) return read;
  const fields = isType(type) ? (FIELDS[type] ?? '').split(' ').map(fieldOf) : [];
  known.set(type, fields);
  return fields;
}

/** Not a pattern, because this runs hundreds of times at startup. */
function fieldOf(text: string): TypeField {
  const equals = text.indexOf('=');
  const marked = equals < 0 ? text : text.slice(0, equals);
  const isQuantity = marked.endsWith('#');
  const left = isQuantity ? marked.slice(0, -1) : marked;
  const isDropped = left.endsWith('-');
  const isMap = equals >= 0 && text[equals + 1] === '*';
  return {
    name: isDropped ? left.slice(0, -1) : left,
    isDropped,
    isQuantity,
    type: equals < 0 ? undefined : text.slice(equals + (isMap ? 2 : 1)),
    isMap,
  };
}
