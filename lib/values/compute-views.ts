// Computes the views of defaults that the build writes.

import { type DefaultView, partOf } from './default-views';
import { isClosed, keysOf, validateCached } from './resolve';
import type { TSchema } from './schema/schema';

/** What is known about the defaults of `schema`. */
export function computeViews(schema: TSchema): DefaultView {
  const view = validateCached(schema, undefined)?.view;
  const own = view === undefined ? {} : { view };
  if (!isClosed(schema)) return own;
  const parts = keysOf(schema)
    .map(({ name, schema: property }) => [name, computeViews(property)] as const)
    .filter(([name, part]) => !isSame(part, partOf(own, name)));
  return parts.length === 0 ? own : { ...own, parts: Object.fromEntries(parts) };
}

const isSame = (one: DefaultView, other: DefaultView | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other ?? {});
