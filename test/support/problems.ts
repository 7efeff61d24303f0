// The messages of validation, as users see them.

import type { System } from '../../lib/render/system';
import { formatProblem, InputError } from '../../lib/values/problem';
import { programLayer, resolve } from '../../lib/values/resolve';
import type { TObject } from '../../lib/values/schema/schema';

/** Every error line; empty for valid values. Several objects are merged. */
export function problemsOf<S extends TObject>(
  { schema, rules }: System<S>,
  values: object | readonly object[],
): string[] {
  try {
    resolve(schema, rules, [values].flat().map(programLayer));
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(formatProblem);
    throw error;
  }
}

/** Every warning line of valid values. */
export function warningsOf<S extends TObject>({ schema, rules }: System<S>, values: object): string[] {
  return resolve(schema, rules, [programLayer(values)]).warnings.map(formatProblem);
}
