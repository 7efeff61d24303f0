// The values that could be otherwise, and how.

import { Kind, KindGuard } from '@sinclair/typebox';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { itemOf, type TSchema } from '../../values/schema';

export interface Leaf {
  readonly path: Path;
  /** Other values, the likeliest to be valid first. */
  readonly others: readonly unknown[];
}

/** Every leaf of the values, given or default, also those that are absent by default. */
export function leavesOf(schema: TSchema, value: unknown, path: Path = []): Leaf[] {
  if (KindGuard.IsObject(schema)) {
    const map = isMap(value) ? value : {};
    return Object.entries(schema.properties).flatMap(([key, property]) => leavesOf(property, map[key], [...path, key]));
  }
  const item = itemOf(schema);
  if (item && Array.isArray(value) && value.length > 0) {
    return value.flatMap((entry, index) => leavesOf(item, entry, [...path, index]));
  }
  if (item && isMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, entry]) => leavesOf(item, entry, [...path, key]));
  }
  return [{ path, others: othersOf(schema, value).filter((other) => other !== value) }];
}

function othersOf(schema: TSchema, value: unknown): unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  if (typeof value === 'boolean' || schema[Kind] === 'Boolean') return [value !== true];
  if (typeof value === 'number' || schema[Kind] === 'Whole' || schema[Kind] === 'Share') {
    const number = typeof value === 'number' ? value : (schema.minimum ?? 1);
    return [number + 1, number - 1, number * 2 + 1];
  }
  if (typeof value === 'string') return texts(value);
  if (schema[Kind] === 'Block' || KindGuard.IsArray(schema) || KindGuard.IsRecord(schema))
    return composites(schema, value);
  return texts('');
}

/** Texts near to this one, so that they keep to its pattern; then some of the usual kinds. */
function texts(value: string): string[] {
  const near =
    value === '' ? [] : [`${value}x`, `x${value}`, `${value}1`, value.slice(0, -1), value.replace(/\d/, '7')];
  const usual = ['x', 'explained', 'explained.example', 'https://explained.example', '7Gi', '7m', '7'];
  return [...near, ...usual, 'explained-'.repeat(4).slice(0, -1), `sha256:${'7'.repeat(64)}`];
}

/** Something in place of an empty list or map, or nothing in place of what is there. */
function composites(schema: TSchema, value: unknown): unknown[] {
  const isList = schema.type === 'array' || Array.isArray(value);
  const isEmpty = value === undefined || Object.keys(value as object).length === 0;
  if (!isEmpty) return [isList ? [] : null];
  const list = [['explained'], [{ name: 'explained' }], [{ key: 'explained', operator: 'Exists' }]];
  const map = [{ explained: 'x' }, { cpu: '7m' }, { runAsUser: 7 }, { nodeAffinity: {} }, { limits: { cpu: '7m' } }];
  return isList ? list : map;
}
