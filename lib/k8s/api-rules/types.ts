// The types of the Kubernetes API: which fields hold objects of which type, and what must be unique in their lists.

import { LISTS } from '../../../imports/kubernetes/lists';
import { isType, typeFields } from '../object/type-fields';

export interface Part {
  readonly field: string;
  /** Type of the object, of the items of the list, or of the values of the map in the field. */
  readonly type: string;
  readonly isMap: boolean;
}

const partsOfTypes = new Map<string, readonly Part[]>();

/** The fields of a type that hold objects. */
export function partsOf(type: string): readonly Part[] {
  const known = partsOfTypes.get(type);
  if (known) return known;
  const parts = typeFields(type).flatMap(({ name, type: inner, isMap }): Part[] =>
    inner === undefined ? [] : [{ field: name, type: inner, isMap }],
  );
  partsOfTypes.set(type, parts);
  return parts;
}

export interface UniqueList {
  readonly field: string;
  /** The keys that identify an item; empty if the items themselves must be unique. */
  readonly keys: readonly string[];
}

const listsOfTypes = new Map<string, readonly UniqueList[]>();

/** The lists of a type whose items must be unique. */
export function uniqueListsOf(type: string): readonly UniqueList[] {
  const known = listsOfTypes.get(type);
  if (known) return known;
  const texts = Object.hasOwn(LISTS, type) ? (LISTS[type] ?? '').split(' ') : [];
  const lists = texts.map((text): UniqueList => {
    const [field = '', keys = ''] = text.split(':');
    return { field, keys: keys === '*' ? [] : keys.split(',') };
  });
  listsOfTypes.set(type, lists);
  return lists;
}

/** What identifies an item of a list of this type; `undefined` if its items need not be unique. */
export function uniqueKeysOfItems(type: string): readonly string[] | undefined {
  for (const owner of Object.keys(LISTS)) {
    for (const { field, keys } of uniqueListsOf(owner)) {
      if (partsOf(owner).some((part) => part.field === field && part.type === type)) return keys;
    }
  }
  return undefined;
}

/** Groups to search for a type without a group, such as `Affinity`. */
const GROUPS = ['v1', 'networking.k8s.io/v1', 'autoscaling/v2', 'meta/v1', 'apps/v1', 'batch/v1', 'policy/v1'];

/** `v1/Affinity` of `Affinity`. Types without objects, such as `KeyToPath`, are not in the table. */
export const typeNamed = (definition: string): string =>
  definition.includes('/') ? definition : (GROUPS.map((group) => `${group}/${definition}`).find(isType) ?? definition);
