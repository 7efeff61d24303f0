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

/** Whether the table has it, such as `apps/v1/Deployment`. */
export const isType = (type: string): boolean => typeFields(type).length > 0;

const known = new Map<string, readonly TypeField[]>();

/** The fields of a type, without those that nothing is known about. */
export function typeFields(type: string): readonly TypeField[] {
  const read = known.get(type);
  if (read) return read;
  const fields = (textOf(type)?.split(' ') ?? []).map(fieldOf);
  known.set(type, fields);
  return fields;
}

/** What the table says about a type. */
function textOf(type: string): string | undefined {
  const slash = type.lastIndexOf('/');
  const group = type.slice(0, slash);
  if (!Object.hasOwn(FIELDS, group)) return undefined;
  const lines = FIELDS[group] as string;
  const name = `\n${type.slice(slash + 1)} `;
  const at = lines.indexOf(name);
  return at < 0 ? undefined : lines.slice(at + name.length, lines.indexOf('\n', at + 1));
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
