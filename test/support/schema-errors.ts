// What validation says of a tree, as the lines a user sees.

import { complete } from '../../lib/values/defaults';
import { formatProblem } from '../../lib/values/problem';
import type { TSchema } from '../../lib/values/schema';
import { validate } from '../../lib/values/validate';

export function schemaErrors(schema: TSchema, tree: unknown): string[] {
  return validate(schema, complete(schema, tree), []).problems.map(formatProblem);
}
