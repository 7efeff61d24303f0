// The ApiObject of cdk8s, which asks its resolvers of every single value: here only where there may be something to resolve.

import process from 'node:process';
import { type ApiObjectProps, App, ApiObject as Cdk8sApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { canonical } from './canonical';
import type { Manifest } from './manifest';

/** Resolvers that each App has: for lazy values, tokens and unions, none of which is plain data. */
const BUILT_IN_RESOLVERS = new App().resolvers.length;

/** Thrown by `plain` at what is no plain data. */
const NOT_PLAIN = new Error('not plain data');

/** An object of a chart; gives what its base class gives, as the API server would give it back. */
export class ApiObject extends Cdk8sApiObject {
  private patched = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: ApiObjectProps,
  ) {
    super(scope, id, { ...manifest, metadata: withMaps(manifest.metadata, hide) });
  }

  /** Replaces what the object was constructed with by what was computed of it: name, annotations and all but metadata. */
  become({ metadata: { name, annotations }, apiVersion: _version, kind: _kind, ...fields }: Manifest): void {
    if (name !== this.name) this.addJsonPatch(JsonPatch.replace('/metadata/name', name));
    for (const [key, value] of Object.entries(annotations ?? {})) this.metadata.addAnnotation(key, value);
    for (const [key, value] of Object.entries(fields)) this.addJsonPatch(JsonPatch.replace(`/${key}`, value));
  }

  /** Whether it is one of this class that nobody has patched. `instanceof` is true for those of the base class, too. */
  static isAsConstructed(object: Cdk8sApiObject): boolean {
    return 'patched' in object && object.patched === false;
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...patches);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the type of the base class.
  override toJson(): any {
    return canonical(this.sanitized());
  }

  private sanitized() {
    if (this.patched || App.of(this).resolvers.length > BUILT_IN_RESOLVERS || process.env.CDK8S_DISABLE_SORT) {
      return this.fromBase();
    }
    const { apiVersion, kind, metadata: _metadata, ...rest } = this.manifest;
    try {
      return { apiVersion, kind, metadata: withMaps(this.metadata.toJson(), show), ...(plain(rest) as object) };
    } catch (error) {
      if (error === NOT_PLAIN) return this.fromBase();
      throw error;
    }
  }

  private fromBase() {
    const json = super.toJson();
    return { ...json, metadata: withMaps(json.metadata, show) };
  }
}

/** cdk8s tells plain maps by their `constructor`, and refuses those with a key of that name. */
const TROUBLE = 'constructor';
const IN_PLACE = '\0constructor';

const renamed = (from: string, to: string) => (map: Map) =>
  Object.hasOwn(map, from)
    ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value]))
    : map;

const hide = renamed(TROUBLE, IN_PLACE);
const show = renamed(IN_PLACE, TROUBLE);

type Map = Record<string, string>;

/** `metadata` with its maps changed. */
function withMaps<T extends { readonly labels?: Map; readonly annotations?: Map } | undefined>(
  metadata: T,
  change: (map: Map) => Map,
): T {
  const { labels, annotations } = metadata ?? {};
  return {
    ...metadata,
    ...(labels ? { labels: change(labels) } : {}),
    ...(annotations ? { annotations: change(annotations) } : {}),
  } as T;
}

/** A copy with its keys sorted and without those that hold nothing. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'function') throw NOT_PLAIN;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw NOT_PLAIN;
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value).sort()) {
    const entry = plain((value as Record<string, unknown>)[key]);
    if (entry !== undefined) entries.push([key, entry]);
  }
  // An assignment would lose a key `__proto__`.
  return Object.fromEntries(entries);
}
