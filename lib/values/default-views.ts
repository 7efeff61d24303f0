// The views of a chart's defaults, computed when the package is built: completing, validating and normalizing them takes
// longer than reading them from a file.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap } from './scalar';
import type { TSchema } from './schema/schema';
import { secretKeys } from './schema/secret';

/** What is known about a value that is not set, or about parts of it. */
export interface DefaultView {
  /** The valid default. Absent if a part of it is required. */
  readonly view?: unknown;
  /** The parts of a map that are not the same as in `view`. */
  readonly parts?: Readonly<Record<string, DefaultView>>;
}

/** What the build writes about a schema. */
export interface SchemaViews extends DefaultView {
  /** The keys of all secrets. */
  readonly secretKeys: readonly string[];
}

export const DEFAULT_VIEWS = 'default-views.json';

const folders = new WeakMap<TSchema, string>();
const loaded = new WeakMap<TSchema, SchemaViews>();

/** Says in which folder the build writes the views of this very schema, without its variants. */
export function withViewsIn<S extends TSchema>(folder: string, schema: S): S {
  folders.set(schema, folder);
  return schema;
}

/** `undefined` if nothing was computed, such as for sources that are not built. */
export function viewsOf(schema: TSchema): SchemaViews | undefined {
  const known = loaded.get(schema);
  const folder = folders.get(schema);
  if (known || folder === undefined) return known;
  folders.delete(schema);
  const file = join(folder, DEFAULT_VIEWS);
  if (!existsSync(file)) return undefined;
  const views = JSON.parse(readFileSync(file, 'utf8')) as SchemaViews;
  loaded.set(schema, views);
  return views;
}

/** The keys of all secrets in a schema. */
export const secretKeysOf = (schema: TSchema): readonly string[] => viewsOf(schema)?.secretKeys ?? secretKeys(schema);

/** What is known about a key of a map. */
export function partOf(views: DefaultView | undefined, key: string): DefaultView | undefined {
  const { parts, view: map } = views ?? {};
  if (parts && Object.hasOwn(parts, key)) return parts[key];
  return isMap(map) && Object.hasOwn(map, key) ? { view: map[key] } : undefined;
}

/** What `defaultOf` has returned. */
const returned = new WeakSet<object>();

/** A default for values, deeply frozen. */
export function defaultOf({ view }: DefaultView): unknown {
  if (typeof view === 'object' && view !== null && !returned.has(view)) returned.add(frozen(view));
  return view;
}

/** Whether a map is a chart's own default, from `defaultOf`. Rules that every default obeys can skip it, and what is in it. */
export const isDefaultView = (map: object): boolean => returned.has(map);

function frozen(value: object): object {
  for (const key in value) {
    const inner: unknown = value[key as keyof object];
    if (typeof inner === 'object' && inner !== null) frozen(inner);
  }
  return Object.freeze(value);
}
