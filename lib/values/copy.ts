// Deep copies of plain data. `structuredClone` takes longer, and fails for functions.

/** Sets a key of plain data. An assignment of the key `__proto__` would set the prototype. */
export function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  else map[key] = value;
}

export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  // All keys at once, even `__proto__`, so V8 creates no hidden class for each key.
  const copy = { ...value } as Record<string, unknown>;
  for (const key of Object.keys(copy)) {
    const entry = copy[key];
    if (typeof entry === 'object') copy[key] = copyOf(entry);
  }
  return copy as T;
}
