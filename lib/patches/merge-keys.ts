// How a strategic merge patch merges the fields of Kubernetes' types.

import { MERGE_KEYS } from '../../imports/kubernetes/merge-keys';

/** How a field is merged. */
export interface FieldMerge {
  /** The key that identifies the items of a list; empty for plain values; absent if a list is replaced. */
  readonly key?: string;
  /** Whether an object is replaced instead of merged. */
  readonly replaced: boolean;
  /** The type of the object, of the items of the list or of the values of the map in it. */
  readonly type?: string;
  readonly isMap: boolean;
}

const REPLACED: FieldMerge = { replaced: false, isMap: false };

const known = new Map<string, ReadonlyMap<string, FieldMerge>>();

/** `type` is `apps/v1/Deployment`, or absent for a type that is not Kubernetes' own. */
export function fieldMerge(type: string | undefined, field: string): FieldMerge {
  if (type === undefined || !Object.hasOwn(MERGE_KEYS, type)) return REPLACED;
  const fields = known.get(type) ?? parse(MERGE_KEYS[type] ?? '');
  known.set(type, fields);
  return fields.get(field) ?? REPLACED;
}

const parse = (text: string): Map<string, FieldMerge> =>
  new Map(
    text.split(' ').map((field): [string, FieldMerge] => {
      const [, name = '', key, replaced, map, type] = /^([^@!=]+)(?:@([^=]*))?(!)?(?:=(\*)?(.+))?$/.exec(field) ?? [];
      const merge = { replaced: replaced !== undefined, isMap: map !== undefined };
      return [name, { ...merge, ...(key === undefined ? {} : { key }), ...(type === undefined ? {} : { type }) }];
    }),
  );
