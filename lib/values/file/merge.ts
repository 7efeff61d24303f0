// Merges two sources like Helm: maps merge key by key, everything else is replaced. `null` is kept, because it may remove
// a default later (see ./defaults).

import { setOwn } from '../copy';
import { type Path, valueAt } from '../path';
import { isMap } from '../scalar';

type Entries = Readonly<Record<string, unknown>>;

/** A new tree: `over` merged over `base`. Neither is changed; unchanged branches are shared. */
export function merge(base: Entries, over: Entries): Entries {
  const merged: Record<string, unknown> = { ...base };
  for (const key of Object.keys(over)) {
    const value = over[key];
    const below = isMap(value) ? valueAt(base, [key]) : undefined;
    setOwn(merged, key, isMap(value) && isMap(below) ? merge(below, value) : value);
  }
  return merged;
}

/** A new tree: `tree` with `value` at `path`. Parents that are not maps or lists are replaced. */
export function assign(tree: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const child = assign(valueAt(tree, [step]), rest, value);
  if (typeof step === 'string') return { ...(isMap(tree) ? tree : {}), [step]: child };
  const items: unknown[] = Array.isArray(tree) ? [...tree] : [];
  while (items.length < step) items.push(null);
  items[step] = child;
  return items;
}
