// The ApiObject of cdk8s, which asks its resolvers of every single value: here only where there may be something to resolve.

import process from 'node:process';
import { type ApiObjectProps, App, ApiObject as Cdk8sApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from './manifest';

/** Resolvers that each App has: for lazy values, tokens and unions, none of which is plain data. */
const BUILT_IN_RESOLVERS = new App().resolvers.length;

/** Thrown by `plain` at what is no plain data. */
const NOT_PLAIN = new Error('not plain data');

/** An object of a chart; gives what its base class gives. */
export class ApiObject extends Cdk8sApiObject {
  private patched = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: ApiObjectProps,
  ) {
    super(scope, id, manifest);
  }

  /** Replaces what the object was constructed with by what was computed of it: name, annotations and all but metadata. */
  become({ metadata: { name, annotations }, apiVersion: _version, kind: _kind, ...fields }: Manifest): void {
    if (name !== this.name) this.addJsonPatch(JsonPatch.replace('/metadata/name', name));
    for (const [key, value] of Object.entries(annotations ?? {})) this.metadata.addAnnotation(key, value);
    for (const [key, value] of Object.entries(fields)) this.addJsonPatch(JsonPatch.replace(`/${key}`, value));
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...patches);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the type of the base class.
  override toJson(): any {
    if (this.patched || App.of(this).resolvers.length > BUILT_IN_RESOLVERS || process.env.CDK8S_DISABLE_SORT) {
      return super.toJson();
    }
    const { apiVersion, kind, metadata: _metadata, ...rest } = this.manifest;
    try {
      return { apiVersion, kind, metadata: this.metadata.toJson(), ...(plain(rest) as object) };
    } catch (error) {
      if (error === NOT_PLAIN) return super.toJson();
      throw error;
    }
  }
}

/** A copy with its keys sorted and without those that hold nothing. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'function') throw NOT_PLAIN;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw NOT_PLAIN;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const entry = plain((value as Record<string, unknown>)[key]);
    if (entry !== undefined) copy[key] = entry;
  }
  return copy;
}
