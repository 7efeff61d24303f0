// One source of values, such as a file or a flag, with the place of everything it says.

import type { Path } from './path';
import type { Origin } from './problem';

export interface Layer {
  /** What the source says: plain maps without prototype traps, lists and scalars (see ./scalar); `null` removes. */
  readonly tree: Record<string, unknown>;
  /** Where `path` was given here: its key for a key of a map. `undefined` when this layer does not say anything there. */
  locate(path: Path): Origin | undefined;
}

/** The place of `path` in the last layer that speaks of it, else of the nearest map around it. */
export function originOf(layers: readonly Layer[], path: Path): Origin | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    for (let i = layers.length - 1; i >= 0; i--) {
      const origin = layers[i]?.locate(part);
      if (origin) return origin;
    }
  }
  return undefined;
}
