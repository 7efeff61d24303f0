// Checks a value against the schema of a CRD, as the API server does: types, required fields, limits, and no unknown fields.

import { unknownAmong } from '../../values/messages';
import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { type Refusal, refusal } from '../api-rules/refusal';
import { scalarFaults } from './scalars';
import type { Part } from './schemas';

const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'an integer',
  number: 'a number',
  object: 'a map',
  string: 'a string (quote it)',
};

/** Fields that every Kubernetes object has. */
const OF_OBJECTS = ['apiVersion', 'kind', 'metadata'];

export class Structure {
  /** `source` is the version of the schema, for messages. */
  constructor(
    private readonly parts: readonly Part[],
    private readonly source: string,
  ) {}

  /** Everything that is wrong with `value`, which has its defaults. */
  *problems(index: number, value: unknown, path: Path = []): Generator<Refusal> {
    const part = this.parts[index] ?? {};
    if (value === null && part.nullable) return;
    const wrong = wrongType(part, value);
    if (wrong !== undefined) yield refusal(`must be ${wrong}`, ...path);
    else {
      if (isMap(value)) yield* this.inMap(part, value, path);
      else if (Array.isArray(value)) yield* this.inList(part, value, path);
      else for (const message of scalarFaults(part, value)) yield refusal(message, ...path);
      yield* this.unknownFields(part, value, path);
      yield* this.alternatives(part, value, path);
    }
  }

  private *inMap(part: Part, map: Readonly<Record<string, unknown>>, path: Path): Generator<Refusal> {
    const { properties = {}, values, required = [] } = part;
    const keys = Object.keys(map);
    for (const key of required) if (!Object.hasOwn(map, key)) yield refusal('is required', ...path, key);
    yield* sized(keys.length, part.minProperties, part.maxProperties, path);
    for (const key of keys) {
      const own = Object.hasOwn(properties, key) ? properties[key] : values === true ? undefined : values;
      if (own !== undefined) yield* this.problems(own, map[key], [...path, key]);
    }
  }

  private *inList(part: Part, list: readonly unknown[], path: Path): Generator<Refusal> {
    yield* sized(list.length, part.minItems, part.maxItems, path);
    const { items } = part;
    if (items === undefined) return;
    for (const [index, item] of list.entries()) yield* this.problems(items, item, [...path, index]);
    const isSet = part.listType === 'set' || part.uniqueItems === true;
    if (isSet || part.listType === 'map') yield* repeated(list, isSet ? [] : (part.listKeys ?? []), path);
  }

  private *unknownFields(part: Part, value: unknown, path: Path): Generator<Refusal> {
    // A part without a type belongs to a condition, which is about the fields of the part around it.
    if (part.type !== 'object' || part.open || part.values !== undefined || !isMap(value)) return;
    const known = Object.keys(part.properties ?? {});
    for (const key of Object.keys(value)) {
      if (known.includes(key) || (part.embedded && OF_OBJECTS.includes(key))) continue;
      const message = unknownAmong(known, key);
      yield refusal(message.replace('unknown key', `unknown key in ${this.source}`), ...path, key);
    }
  }

  private *alternatives({ allOf = [], anyOf, oneOf, not }: Part, value: unknown, path: Path): Generator<Refusal> {
    for (const index of allOf) yield* this.problems(index, value, path);
    if (anyOf && !anyOf.some((index) => this.accepts(index, value))) {
      yield refusal(`must satisfy at least one of these: ${this.conditions(anyOf, value)}`, ...path);
    }
    if (oneOf && oneOf.filter((index) => this.accepts(index, value)).length !== 1) {
      yield refusal(`must satisfy exactly one of these: ${this.conditions(oneOf, value)}`, ...path);
    }
    if (not === undefined || !this.accepts(not, value)) return;
    const { enum: words } = this.parts[not] ?? {};
    yield refusal(words ? `must not be ${words.join(' or ')}` : 'does not satisfy a condition of its schema', ...path);
  }

  private readonly accepts = (index: number, value: unknown): boolean =>
    this.problems(index, value).next().done === true;

  /** What an alternative requires, or why it does not accept `value`. */
  private conditions(indexes: readonly number[], value: unknown): string {
    const texts = indexes.map((index) => {
      const { required } = this.parts[index] ?? {};
      if (required) return `has ${required.join(' and ')}`;
      const [problem] = this.problems(index, value);
      return problem ? [...problem.path, problem.message].join(' ') : 'its other conditions';
    });
    return [...new Set(texts)].join('; ');
  }
}

/** The type that the value should have; `undefined` if it has it. */
function wrongType({ type, intOrString }: Part, value: unknown): string | undefined {
  if (intOrString) return Number.isInteger(value) || typeof value === 'string' ? undefined : 'an integer or a string';
  if (type === undefined) return undefined;
  const isRight = {
    array: Array.isArray(value),
    boolean: typeof value === 'boolean',
    integer: Number.isInteger(value),
    number: typeof value === 'number',
    object: isMap(value),
    string: typeof value === 'string',
  }[type];
  return isRight === false ? (WORDS[type] ?? type) : undefined;
}

function* sized(count: number, least: number | undefined, most: number | undefined, path: Path): Generator<Refusal> {
  if (least !== undefined && count < least) {
    yield refusal(least === 1 ? 'must not be empty' : `must have at least ${least} entries`, ...path);
  }
  if (most !== undefined && count > most) {
    yield refusal(`must have at most ${most} ${most === 1 ? 'entry' : 'entries'}`, ...path);
  }
}

/** Items with the same keys; without keys, equal items. */
function* repeated(list: readonly unknown[], keys: readonly string[], path: Path): Generator<Refusal> {
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    const identity = keys.length > 0 && isMap(item) ? keys.map((key) => item[key]) : [item];
    const text = JSON.stringify(identity);
    const shown = identity.filter((one) => one !== undefined).map((one) => (isMap(one) ? JSON.stringify(one) : one));
    if (seen.has(text)) yield refusal(`is already used: ${shown.join(' ')}`, ...path, index, ...keys.slice(0, 1));
    seen.add(text);
  }
}
