// Helm's merge: maps merge key by key, everything else replaces, `null` removes.

import { isMap } from './scalar';

/** A new tree: `over` laid upon `base`. Neither is changed; unchanged branches are shared. */
export function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else if (isMap(value)) {
      const below = merged[key];
      merged[key] = merge(isMap(below) ? below : {}, value);
    } else merged[key] = value;
  }
  return merged;
}
