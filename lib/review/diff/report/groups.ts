// Objects that change in the same way, such as the labs of a table: one group.

import type { ReportedObject } from './report';

export interface Group {
  /** The first of them. */
  readonly object: ReportedObject;
  /** Number of the other ones. */
  readonly others: number;
  readonly all: readonly ReportedObject[];
}

export function grouped(objects: readonly ReportedObject[]): Group[] {
  const groups = new Map<string, ReportedObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = groups.get(key);
    if (group) group.push(object);
    else groups.set(key, [object]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ object: first, others: others.length, all: [first, ...others] }],
  );
}

/** Names of other objects in the group may contain that of their release, and hashes differ. */
const HASH = /\b[0-9a-f]{10,64}\b/g;

function keyOf({ namespace: _namespace, name, ...change }: ReportedObject): string {
  return JSON.stringify(change).replaceAll(name, '*').replaceAll(HASH, '#');
}
