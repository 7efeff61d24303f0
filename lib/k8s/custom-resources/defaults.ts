// What the API server does to a custom resource before it checks it.

import { isMap } from '../../values/scalar';
import type { Part } from './schemas';

/** A copy with the defaults of the schema. `null` means absent, except where the schema allows it. */
export function withDefaults(parts: readonly Part[], index: number | undefined, value: unknown): unknown {
  const part = index === undefined ? undefined : parts[index];
  if (part === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => withDefaults(parts, part.items, item));
  if (!isMap(value)) return value;
  const { properties = {}, values } = part;
  const given = Object.entries(value).flatMap(([key, entry]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : values === true ? undefined : values;
    const isAbsent = entry === undefined || (entry === null && own !== undefined && !parts[own]?.nullable);
    return isAbsent ? [] : [[key, withDefaults(parts, own, entry)] as const];
  });
  const present = new Set(given.map(([key]) => key));
  const filled = Object.entries(properties).flatMap(([key, own]) => {
    const standard = parts[own]?.default;
    return standard === undefined || present.has(key) ? [] : [[key, withDefaults(parts, own, standard)] as const];
  });
  return Object.fromEntries([...given, ...filled]);
}
