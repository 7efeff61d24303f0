// Renames objects, and updates all references to them.

/** A copy of `value` with the new names in every string; parts without old names are shared. */
export function replaceNames<T>(value: T, names: ReadonlyMap<string, string>): T {
  return replaced(value, [...names]) as T;
}

function replaced(value: unknown, names: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string') return names.reduce((text, [before, after]) => text.replaceAll(before, after), value);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => replaced(item, names));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, replaced(item, names)] as const);
  return entries.some(([key, item]) => item !== (value as Record<string, unknown>)[key])
    ? Object.fromEntries(entries)
    : value;
}
