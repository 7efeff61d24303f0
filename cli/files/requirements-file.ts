// What a release needs, as a file beside its manifests.

import type { Rendered } from '../../lib/render/render';
import type { Requirements } from '../../lib/requirements/requirements';
import type { Plan } from '../plan/plan';

let loaded: typeof import('../../lib/requirements/requirements') | undefined;

/**
 * `rendered` with its requirements, where a file is to tell them. The rows of a table would all tell the same: they
 * have one only where Secrets of `full` were left out.
 */
export function withRequirements(
  full: Rendered,
  rendered: Rendered,
  { row }: Pick<Plan, 'row'>,
): Rendered & { readonly requirements?: Requirements } {
  if (row !== undefined && rendered.externals.length === full.externals.length) return rendered;
  // Loaded late: a stream and a comparison tell no requirements.
  loaded ??= require('../../lib/requirements/requirements') as typeof import('../../lib/requirements/requirements');
  const { asksForMore, requirementsOf } = loaded;
  const requirements = requirementsOf(rendered);
  return asksForMore(requirements) ? { ...rendered, requirements } : rendered;
}
