// The validation messages for a tree, as users see them.

import { formatProblem } from '../../lib/values/problem';
import { complete } from '../../lib/values/schema/defaults';
import type { TSchema } from '../../lib/values/schema/schema';
import { validate } from '../../lib/values/validate';

export function schemaErrors(schema: TSchema, tree: unknown): string[] {
  return validate(schema, complete(schema, tree), []).problems.map(formatProblem);
}
