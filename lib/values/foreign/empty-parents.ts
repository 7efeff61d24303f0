// A parent key with nothing below it is `null`, which removes all values below it: one mistake, so one problem.

import type { TSchema } from '@sinclair/typebox';
import { formatPath, type Path, valueAt } from '../path';
import type { Problem } from '../problem';
import { isObjectSchema } from '../schema/kinds';

/** The problems, with those below an empty parent as one problem of the parent. */
export function atEmptyParents(schema: TSchema, given: unknown, problems: readonly Problem[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of problems) {
    const parent = emptyParentOf(schema, given, problem.path);
    const reported = parent ? { path: parent, message: messageOf(parent) } : problem;
    found.set(parent ? formatPath(parent) : `${found.size}`, reported);
  }
  return [...found.values()];
}

const messageOf = (path: Path): string =>
  `\`${formatPath(path)}\` is empty, which removes all values below it (remove the key to keep their defaults)`;

/** The map above `path` that is set to null. */
function emptyParentOf(schema: TSchema, given: unknown, path: Path): Path | undefined {
  let at: TSchema | undefined = schema;
  for (let length = 1; length < path.length; length++) {
    const step = String(path[length - 1]);
    at = at && isObjectSchema(at) && Object.hasOwn(at.properties, step) ? at.properties[step] : undefined;
    if (!at || !isObjectSchema(at)) return undefined;
    const parent = path.slice(0, length);
    if (valueAt(given, parent) === null) return parent;
  }
  return undefined;
}
