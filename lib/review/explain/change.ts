// Applies changes to values.

import type { Path } from '../../values/path';
import { isMap } from '../../values/scalar';

export interface Change {
  readonly path: Path;
  readonly value: unknown;
}

/** A copy of `tree` with all changes; unchanged parts are shared. No path may be inside another one. */
export function replaceAll(tree: unknown, changes: readonly Change[]): unknown {
  const [first] = changes;
  if (first === undefined) return tree;
  if (first.path.length === 0) return first.value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(tree) ? [...(tree as unknown[])] : { ...asMap(tree) };
  for (const [step, inside] of byFirstStep(changes)) {
    const target = copy as Record<string | number, unknown>;
    target[step] = replaceAll(target[step], inside);
  }
  return copy;
}

const asMap = (tree: unknown): object => (isMap(tree) ? tree : {});

function byFirstStep(changes: readonly Change[]): Map<string | number, Change[]> {
  const groups = new Map<string | number, Change[]>();
  for (const { path, value } of changes) {
    const [step = '', ...rest] = path;
    const group = groups.get(step) ?? [];
    group.push({ path: rest, value });
    groups.set(step, group);
  }
  return groups;
}
