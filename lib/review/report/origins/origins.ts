// Where every field of a release comes from: like `explain`, but for all fields at once. One value after the other is
// changed, and the release is rendered again.

import { type Manifest, objectKey } from '../../../k8s/object/manifest';
import { withoutHash } from '../../../names/naming';
import { renderUnchecked } from '../../../render/render';
import type { ReleaseRequest, System } from '../../../render/system';
import { type Layer, originOf, type Tree } from '../../../values/layer';
import { formatPath, type Path, valueAt } from '../../../values/path';
import { formatOrigin } from '../../../values/problem';
import { isMap } from '../../../values/scalar';
import { type Change, replaceAll } from '../../explain/change';
import { type Leaf, leavesOf } from '../../explain/leaves';
import type { Request } from '../../explain/scene';
import { changedFields } from './changed-fields';

export interface Source {
  /** `image.tag`; `release name`, `namespace`, or a patch. */
  readonly name: string;
  /** `values.yaml:3:5`; absent for a default of the chart. */
  readonly where?: string;
}

export interface Origins {
  /** Each source once. */
  readonly sources: readonly Source[];
  /** By object: numbers of sources by path, as JSON; the path `[]` is the whole object. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

export interface OriginsQuestion {
  readonly system: System;
  readonly request: Request;
  readonly layers: readonly Layer[];
}

/** Values that are not set are changed in groups of this size. */
const GROUP = 24;

/** Identifies an object of a release, before and after the pipeline: a Job's name ends in a hash. */
export const originKey = (object: Manifest): string =>
  object.kind === 'Job' ? withoutHash(objectKey(object)) : objectKey(object);

export function originsOf({ system, request, layers }: OriginsQuestion): Origins {
  const render = (other: Partial<Request>): readonly Manifest[] | undefined => {
    try {
      return renderUnchecked(system, { ...request, ...other } as ReleaseRequest<never>).objects;
    } catch {
      // Rules normally keep invalid combinations from the constructs, but they are not checked here.
      return undefined;
    }
  };
  const base = render({}) ?? [];
  const found = new Recorder(base);
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const withChanges = (changes: readonly Change[]) => render({ values: replaceAll(request.values, changes) });
  const sourceOf = ({ path }: Leaf): Source => {
    const origin = valueAt(given, path) === undefined ? undefined : originOf(layers, path);
    return { name: formatPath(path), ...(origin ? { where: formatOrigin(origin) } : {}) };
  };

  for (const part of ['name', 'namespace'] as const) {
    const source = { name: part === 'name' ? 'name of the release' : 'namespace of the release', where: 'the release' };
    found.add(source, render({ [part]: 'explained' }));
  }
  const alone = (leaf: Leaf): void => {
    for (const value of leaf.others) {
      const other = withChanges([{ path: leaf.path, value }]);
      if (other) found.add(sourceOf(leaf), other);
      if (other && leaf.kind !== 'choice') return;
    }
  };
  const together = (leaves: readonly Leaf[]): void => {
    const [leaf] = leaves;
    if (leaf && leaves.length === 1) alone(leaf);
    if (leaves.length < 2) return;
    const other = withChanges(leaves.flatMap(firstChange));
    if (other && found.changed(other).length === 0) return;
    const half = Math.ceil(leaves.length / 2);
    together(leaves.slice(0, half));
    together(leaves.slice(half));
  };
  const leaves = leavesOf(system.schema, request.values);
  const isUnset = ({ path, kind }: Leaf) => kind === 'plain' && isEmpty(valueAt(request.values, path));
  for (const leaf of leaves.filter((one) => !isUnset(one))) alone(leaf);
  const unset = leaves.filter(isUnset);
  for (let at = 0; at < unset.length; at += GROUP) together(unset.slice(at, at + GROUP));
  addPatches(found, request, render);
  return found.origins();
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) ? value : Object.keys(isMap(value) ? value : { set: 1 })).length === 0;

function firstChange({ path, others }: Leaf): Change[] {
  for (const value of others) return [{ path, value }];
  return [];
}

/** Removes one patch after the other, from the last. */
function addPatches(
  found: Recorder,
  request: Request,
  render: (other: Partial<Request>) => readonly Manifest[] | undefined,
) {
  const { patches = [], extraObjects = [] } = request.changes ?? {};
  for (const change of [...patches, ...extraObjects]) {
    const without = {
      patches: patches.filter((patch) => patch !== change),
      extraObjects: extraObjects.filter((object) => object !== change),
    };
    const origin = change.locate();
    found.add(
      { name: formatPath(change.path), ...(origin ? { where: formatOrigin(origin) } : {}) },
      render({ changes: without }),
    );
  }
}

class Recorder {
  private readonly sources: Source[] = [];
  private readonly fields = new Map<string, Map<string, Set<number>>>();

  constructor(private readonly base: readonly Manifest[]) {}

  /** The fields that are different in `other`. */
  changed(other: readonly Manifest[]): { readonly object: Manifest; readonly paths: readonly Path[] }[] {
    const isAlike = other.length === this.base.length && other.every(({ kind }, at) => kind === this.base[at]?.kind);
    const found = isAlike ? undefined : new Finder(this.base, other);
    return this.base.flatMap((object, at) => {
      const now = found ? found.find(object) : other[at];
      const paths = now ? changedFields(object, now).filter((path) => !isHash(object, path)) : [[]];
      return paths.length > 0 ? [{ object, paths }] : [];
    });
  }

  add(source: Source, other: readonly Manifest[] | undefined): void {
    const changed = other ? this.changed(other) : [];
    if (changed.length === 0) return;
    const known = this.sources.findIndex(({ name }) => name === source.name);
    const number = known >= 0 ? known : this.sources.push(source) - 1;
    for (const { object, paths } of changed) {
      const key = originKey(object);
      const fields = this.fields.get(key) ?? new Map<string, Set<number>>();
      this.fields.set(key, fields);
      for (const path of paths) {
        const text = JSON.stringify(path);
        fields.set(text, (fields.get(text) ?? new Set()).add(number));
      }
    }
  }

  origins(): Origins {
    const fields = [...this.fields].map(
      ([key, own]) => [key, new Map([...own].map(([path, numbers]) => [path, [...numbers]]))] as const,
    );
    return { sources: this.sources, fields: new Map(fields) };
  }
}

/** Finds the same object in another rendering, which may have another name, and be in another namespace. */
class Finder {
  private readonly byKey: ReadonlyMap<string, Manifest>;
  private readonly byName: ReadonlyMap<string, Manifest>;
  private readonly byPosition: ReadonlyMap<Manifest, Manifest>;

  constructor(base: readonly Manifest[], other: readonly Manifest[]) {
    this.byKey = new Map(other.map((object) => [originKey(object), object]));
    this.byName = new Map(other.map((object) => [nameKey(object), object]));
    const [before, after] = [byKind(base), byKind(other)];
    this.byPosition = new Map(
      [...before].flatMap(([kind, objects]) => {
        const now = after.get(kind) ?? [];
        return now.length === objects.length ? objects.map((object, at) => [object, now[at] as Manifest] as const) : [];
      }),
    );
  }

  find(object: Manifest): Manifest | undefined {
    return this.byKey.get(originKey(object)) ?? this.byName.get(nameKey(object)) ?? this.byPosition.get(object);
  }
}

function byKind(objects: readonly Manifest[]): Map<string, Manifest[]> {
  const found = new Map<string, Manifest[]>();
  for (const object of objects) found.set(object.kind, [...(found.get(object.kind) ?? []), object]);
  return found;
}

const nameKey = ({ kind, metadata: { name } }: Manifest): string =>
  `${kind}/${kind === 'Job' ? withoutHash(name) : name}`;

/** Everything in a Job affects the hash in its name. */
const isHash = ({ kind }: Manifest, path: Path): boolean => kind === 'Job' && path.join('.') === 'metadata.name';
