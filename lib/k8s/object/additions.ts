// Kinds and fields that are newer than `kubernetes-models`.

import { NEW_FIELDS, NEW_KINDS } from '../../../imports/kubernetes/additions';
import { includes, type KubeVersion } from '../../names/kube-version';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import type { ShapeProblem } from './shape-problem';

interface Field {
  /** The version that added it; absent if it is older than all of them. */
  readonly since?: string;
  readonly collection?: '[]' | '{}';
  readonly scalar?: string;
  /** The type of the object, or of the list items or map values, if it has new fields. */
  readonly type?: string;
}

function fieldOf(type: string, name: string): Field | undefined {
  const text = NEW_FIELDS[type]?.split(' ').find((field) => /^\w+/.exec(field)?.[0] === name);
  const [, since, collection, scalar, inner] =
    /^\w+(?:@([\d.]+))?(\[\]|\{\})?(?::(\w+))?(?:=(.+))?$/.exec(text ?? '') ?? [];
  if (text === undefined) return undefined;
  return {
    ...(since ? { since } : {}),
    ...(collection ? { collection: collection as '[]' | '{}' } : {}),
    ...(scalar ? { scalar } : {}),
    ...(inner ? { type: inner } : {}),
  };
}

const tooNew = (since: string, version: KubeVersion): string =>
  `is not in Kubernetes ${version}, only since ${since}: set --kube-version if your cluster is newer`;

/** What is wrong with a kind that is newer; `undefined` if no version has it. */
export function newKindProblems(definition: string, object: unknown, version: KubeVersion): ShapeProblem[] | undefined {
  const since = Object.hasOwn(NEW_KINDS, definition) ? NEW_KINDS[definition] : undefined;
  if (since === undefined) return undefined;
  if (!includes(version, since)) return [{ path: ['kind'], message: tooNew(since, version), unknown: true }];
  if (!Object.hasOwn(NEW_FIELDS, definition) || !isMap(object)) return [];
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...fields } = object;
  return Object.entries(fields).flatMap(([key, value]) => contents(definition, key, value, [key], version));
}

/** What is wrong with a field that is newer; `undefined` if no version of the type has it. */
export function newFieldProblems(
  definition: string,
  root: unknown,
  path: Path,
  version: KubeVersion,
): ShapeProblem[] | undefined {
  let type: string | undefined = definition;
  let value = root;
  let field: Field | undefined;
  let isItem = false;
  for (const step of path) {
    value = (value as Record<string, unknown>)[step];
    if (isItem) {
      isItem = false;
      continue;
    }
    field = type === undefined ? undefined : fieldOf(type, String(step));
    if (field === undefined) return undefined;
    type = field.type;
    isItem = field.collection !== undefined;
  }
  if (field?.since === undefined) return undefined;
  if (!includes(version, field.since)) return [{ path, message: tooNew(field.since, version), unknown: true }];
  return shape(field, value, path, version);
}

function contents(type: string, key: string, value: unknown, path: Path, version: KubeVersion): ShapeProblem[] {
  const field = fieldOf(type, key);
  if (field === undefined) return [{ path, message: 'unknown key', unknown: true }];
  if (field.since !== undefined && !includes(version, field.since)) {
    return [{ path, message: tooNew(field.since, version), unknown: true }];
  }
  return shape(field, value, path, version);
}

function shape(field: Field, value: unknown, path: Path, version: KubeVersion): ShapeProblem[] {
  const wrong = (expected: string): ShapeProblem[] => [{ path, message: `must be ${expected}`, unknown: false }];
  const { collection: _collection, ...item } = field;
  if (field.collection === '[]') {
    if (!Array.isArray(value)) return wrong('a list');
    return value.flatMap((one, index) => shape(item, one, [...path, index], version));
  }
  if (field.collection === '{}') {
    if (!isMap(value)) return wrong('a map');
    return Object.entries(value).flatMap(([key, one]) => shape(item, one, [...path, key], version));
  }
  if (field.scalar !== undefined)
    return isScalar(field.scalar, value) ? [] : wrong(WORDS[field.scalar] ?? field.scalar);
  if (field.type === undefined) return [];
  if (!isMap(value)) return wrong('a map');
  const { type } = field;
  // Of a type that existed before, only the new fields are known.
  if (!isNew(type)) return [];
  return Object.entries(value).flatMap(([key, one]) => contents(type, key, one, [...path, key], version));
}

const isNew = (type: string): boolean => NEW_FIELDS[type]?.split(' ').every((field) => field.includes('@')) ?? false;

const isScalar = (expected: string, value: unknown): boolean =>
  expected === 'integer' ? Number.isInteger(value) : typeof value === expected;

const WORDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'an integer',
  number: 'a number',
  string: 'a string (quote it)',
};
