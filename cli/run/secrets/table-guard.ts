// Warns about tables with credentials that Git does not ignore.

import { basename, dirname, resolve } from 'node:path';
import { originOf } from '../../../lib/values/layer';
import type { Path } from '../../../lib/values/path';
import { InputError } from '../../../lib/values/problem';
import { isObjectSchema } from '../../../lib/values/schema/kinds';
import type { TSchema } from '../../../lib/values/schema/schema';
import { warnOfGit } from '../../files/git-guard';
import type { Io } from '../../io';
import type { Plan } from '../../plan/plan';

/** One warning for the first table that gives the value of a credential. */
export async function warnOfTables(io: Io, plans: readonly Plan[], signal?: AbortSignal): Promise<void> {
  const seen = new Set<string>();
  for (const plan of plans) {
    const [table] = plan.tables;
    if (table === undefined || seen.has(table)) continue;
    seen.add(table);
    if (!givesCredential(plan)) continue;
    const file = resolve(io.cwd, table);
    await warnOfGit(io, [{ folder: dirname(file), files: [basename(file)] }], signal, '');
  }
}

function givesCredential(plan: Plan): boolean {
  try {
    const layers = plan.layers();
    return [...secretPaths(plan.chart.load().schema, [])].some((path) => originOf(layers, path)?.row !== undefined);
  } catch (error) {
    // Rendering reports it.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function* secretPaths(schema: TSchema, path: Path): Generator<Path> {
  if (schema.secret === true) yield path;
  if (!isObjectSchema(schema)) return;
  for (const [key, property] of Object.entries(schema.properties)) yield* secretPaths(property, [...path, key]);
}
