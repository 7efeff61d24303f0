// Merges equal requirements, with all objects that have them.

export interface Found<T extends object> {
  readonly need: T;
  /** The objects that need it. */
  readonly by: string;
}

/** In order of first occurrence. */
export function gathered<T extends object>(found: readonly Found<T>[]): (T & { readonly by: readonly string[] })[] {
  const groups = new Map<string, { readonly need: T; readonly by: Set<string> }>();
  for (const { need, by } of found) {
    const key = JSON.stringify(need);
    const group = groups.get(key);
    if (group) group.by.add(by);
    else groups.set(key, { need, by: new Set([by]) });
  }
  return [...groups.values()].map(({ need, by }) => ({ ...need, by: [...by] }));
}
