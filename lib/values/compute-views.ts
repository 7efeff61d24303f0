// Computes the views of defaults that the build writes.

import { type DefaultView, partOf, type SchemaViews } from './default-views';
import { isClosed, keysOf, validateCached } from './resolve';
import type { TSchema } from './schema/schema';
import { secretKeys } from './schema/secret';

/** What the build writes about `schema`. */
export const computeViews = (schema: TSchema): SchemaViews => ({
  ...defaultView(schema),
  secretKeys: secretKeys(schema),
});

/** What is known about the defaults of `schema`. */
function defaultView(schema: TSchema): DefaultView {
  const view = validateCached(schema, undefined)?.view;
  const own = view === undefined ? {} : { view };
  if (!isClosed(schema)) return own;
  const parts = keysOf(schema)
    .map(({ name, schema: property }) => [name, defaultView(property)] as const)
    .filter(([name, part]) => !isSame(part, partOf(own, name)));
  return parts.length === 0 ? own : { ...own, parts: Object.fromEntries(parts) };
}

const isSame = (one: DefaultView, other: DefaultView | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other ?? {});
