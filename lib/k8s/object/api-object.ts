// An ApiObject that runs cdk8s' resolvers only if there may be something to resolve. cdk8s runs them for every single value.

import process from 'node:process';
import {
  type ApiObjectProps,
  App,
  ApiObject as Cdk8sApiObject,
  ImplicitTokenResolver,
  type IResolver,
  JsonPatch,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import type { Construct } from 'constructs';
import { copyOf } from '../../values/copy';
import { canonical } from './canonical';
import { isClusterScoped, type Manifest } from './manifest';
import { metadataJson } from './metadata';
import { frozenCopy, NotPlain, plainCopy } from './plain';
import { SharedParts } from './shared-parts';

/** The resolvers of every App: for lazy values, tokens and unions, none of which is plain data. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver] as const;

const isBuiltIn = (resolver: IResolver): boolean => BUILT_IN.some((one) => one === resolver.constructor);

/** A change of an object's JSON, which may be changed in place. */
type Change = (json: Manifest) => Manifest;

/** An object of a chart. Its JSON is the same as in the base class, in the form that the API server returns. */
export class ApiObject extends Cdk8sApiObject {
  /** Patches and stamps, in the order in which they were made. */
  private readonly changes: Change[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: ApiObjectProps,
  ) {
    super(scope, id, { ...manifest, metadata: withMaps(manifest.metadata, hide) });
    // The base class gives every object the namespace of its Chart.
    if (isClusterScoped(this.kind)) Object.assign(this.metadata, { namespace: undefined });
  }

  /** Changes the JSON of `object`, after all earlier changes and before all later ones. */
  static change(object: Cdk8sApiObject, change: Change): void {
    if (isOwn(object)) object.changes.push(change);
    else {
      const { toJson } = object;
      object.toJson = () => change(toJson.call(object) as Manifest);
    }
  }

  /** Replaces the object's name, annotations and everything except metadata with computed ones. */
  static become(object: Cdk8sApiObject, computed: Manifest): void {
    const { apiVersion: _version, kind: _kind, metadata, ...fields } = computed;
    ApiObject.change(object, (json) => {
      const annotations = { ...json.metadata.annotations, ...metadata.annotations };
      const own = { ...json.metadata, name: metadata.name };
      const whole = Object.keys(annotations).length > 0 ? { ...own, annotations } : own;
      return { ...json, metadata: whole, ...copyOf(fields) };
    });
  }

  /** Whether it has this class and was not changed. `instanceof` is also true for objects of the base class. */
  static isAsConstructed(object: Cdk8sApiObject): boolean {
    return isOwn(object) && object.changes.length === 0;
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.changes.push((json) => JsonPatch.apply(json, ...patches) as Manifest);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the type of the base class.
  override toJson(): any {
    const changed = this.changes.reduce<Manifest>((json, change) => change(json), this.constructed());
    return canonical(changed);
  }

  /** Its JSON before all changes. */
  protected constructed(): Manifest {
    return this.sanitized() as Manifest;
  }

  private sanitized() {
    const app = App.of(this);
    if (!app.resolvers.every(isBuiltIn) || process.env.CDK8S_DISABLE_SORT) return this.fromBase();
    const { apiVersion, kind, metadata: _metadata, ...rest } = this.manifest;
    try {
      const fields = this.copyOf(rest, SharedParts.of(app));
      return { apiVersion, kind, metadata: withMaps(metadataJson(this.metadata), show), ...fields };
    } catch (error) {
      if (error instanceof NotPlain) return this.fromBase();
      throw error;
    }
  }

  private copyOf(fields: object, parts: SharedParts | undefined): object {
    // Changes may be made in place.
    if (!parts || this.changes.length > 0) return plainCopy(fields);
    const { path } = this.node;
    const copy = frozenCopy(fields, parts.earlier(path));
    parts.keep(path, copy);
    return copy;
  }

  private fromBase() {
    const json = super.toJson();
    return { ...json, metadata: withMaps(json.metadata, show) };
  }
}

const isOwn = (object: Cdk8sApiObject): object is ApiObject => 'changes' in object;

/** cdk8s recognizes plain maps by their `constructor`, and rejects maps with a key of that name. */
const RESERVED_KEY = 'constructor';
const SUBSTITUTE_KEY = '\0constructor';

const renamed = (from: string, to: string) => (map: Map) =>
  Object.hasOwn(map, from)
    ? Object.fromEntries(Object.entries(map).map(([key, value]) => [key === from ? to : key, value]))
    : map;

const hide = renamed(RESERVED_KEY, SUBSTITUTE_KEY);
const show = renamed(SUBSTITUTE_KEY, RESERVED_KEY);

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
