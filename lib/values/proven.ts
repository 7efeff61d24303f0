// What many releases share, such as a block of defaults or of a common values file, is proven once.

import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox';
import { schemaProblems } from './check';
import { complete } from './defaults';
import { isMap } from './scalar';
import { normalise } from './view';

/** Frozen, normalised and complete. */
interface Proof {
  readonly view: unknown;
}

/** By what was given, then by the schema that it was held against. */
const proofs = new WeakMap<object, WeakMap<TSchema, Proof>>();
/** Of values that nobody gave. */
const proofsOfDefaults = new WeakMap<TSchema, Proof>();

interface Key {
  readonly name: string;
  readonly schema: TSchema;
  readonly optional: boolean;
  readonly hasDefault: boolean;
}

const keysOfSchemas = new WeakMap<TObject, readonly Key[]>();

/** The view of `given` upon the defaults, or `undefined` when something in it may be wrong: that is for `validate` to tell. */
export function proven(schema: TSchema, given: unknown): Proof | undefined {
  const known = given === undefined ? proofsOfDefaults : isObject(given) ? proofsOf(given) : undefined;
  const earlier = known?.get(schema);
  if (earlier) return earlier;
  const proof = prove(schema, given);
  if (proof) known?.set(schema, proof);
  return proof;
}

function prove(schema: TSchema, given: unknown): Proof | undefined {
  if (KindGuard.IsObject(schema) && isMap(given) && schema.additionalProperties === false)
    return proveKeys(schema, given);
  const tree = complete(schema, given);
  if (tree === undefined || schemaProblems(schema, tree).length > 0) return undefined;
  return { view: normalise(schema, tree) };
}

function proveKeys(schema: TObject, given: Record<string, unknown>): Proof | undefined {
  for (const key of Object.keys(given)) if (!Object.hasOwn(schema.properties, key)) return undefined;
  const view: Record<string, unknown> = {};
  for (const { name, schema: property, optional, hasDefault } of keysOf(schema)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (optional && (value === null || (value === undefined && !hasDefault))) continue;
    const proof = proven(property, value);
    if (!proof) return undefined;
    view[name] = proof.view;
  }
  return { view: Object.freeze(view) };
}

function keysOf(schema: TObject): readonly Key[] {
  const known = keysOfSchemas.get(schema);
  if (known) return known;
  const keys = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: property,
    optional: KindGuard.IsOptional(property),
    hasDefault: 'default' in property,
  }));
  keysOfSchemas.set(schema, keys);
  return keys;
}

function proofsOf(given: object): WeakMap<TSchema, Proof> {
  const known = proofs.get(given) ?? new WeakMap<TSchema, Proof>();
  proofs.set(given, known);
  return known;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
