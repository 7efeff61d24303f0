// Adds the user's objects to the constructs of a release, and patches all of them. Later steps, and the checks, see the
// result.

import { isDeepStrictEqual } from 'node:util';
import type { ApiObject as Cdk8sApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ApiObject } from '../k8s/object/api-object';
import { apiGroup, describe, isBuiltInGroup, isClusterScoped, type Manifest } from '../k8s/object/manifest';
import { manifestsOf, objectsBelow } from '../k8s/object/objects-below';
import type { Release } from '../k8s/release';
import type { KubeVersion } from '../names/kube-version';
import { type Changes, type ExtraObject, type Patch, PatchError, type Place } from '../patches/change';
import { DELETED, mergePatch } from '../patches/merge';
import { applyOperations } from '../patches/operations';
import { asStored } from '../patches/stored';
import { describeTarget, matchesTarget, suggestion } from '../patches/target';
import { copyOf } from '../values/copy';
import { formatPath, type Path } from '../values/path';
import { formatOrigin, InputError, type Problem } from '../values/problem';
import { declareReferences } from './declare-references';
import { checkSchema } from './schema-check';

/** What the changes did to the constructs of a release. */
export interface Applied {
  /** By changed or added object, as its path in the construct tree: the changes, such as `patches[2]`. */
  readonly by: ReadonlyMap<string, readonly string[]>;
  /** By patch: the objects that it matched, as paths in the construct tree. */
  readonly matches: readonly (readonly string[])[];
}

/** The matches of an earlier render of the same release, whose objects may have had other names. */
export type Pins = Applied['matches'];

export interface How {
  readonly pins?: Pins | undefined;
  /** The version of Kubernetes that the result is checked for. Default: the oldest supported one. */
  readonly version?: KubeVersion | undefined;
}

/**
 * Applies `changes` to the objects in `scope`. Throws `InputError` for every patch that matches no object or does not fit
 * one. With `pins`, patches apply to these objects, and those that no longer fit are skipped.
 */
export function applyChanges(scope: Construct, release: Release, changes: Changes, how: How = {}): Applied {
  const before = manifestsOf(scope);
  const applied = new Application(scope, release, how).apply(changes);
  declareReferences(scope, release, applied.by, before);
  return applied;
}

class Application {
  private readonly by = new Map<string, string[]>();
  private readonly problems: Problem[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly release: Release,
    private readonly how: How,
  ) {}

  apply({ extraObjects, patches }: Changes): Applied {
    const place = new Construct(this.scope, 'extra-objects');
    for (const [index, extra] of extraObjects.entries()) {
      const manifest = inNamespace(extra, this.release.namespace);
      if (!this.isWellFormed(manifest, extra, [])) continue;
      const object = new ApiObject(place, String(index), asStored(manifest));
      // The base class gives it the namespace of its Chart.
      if (manifest.metadata.namespace === undefined) Object.assign(object.metadata, { namespace: undefined });
      this.note(object, extra);
    }
    const matches = patches.map((patch, index) => this.patch(patch, index));
    if (this.problems.length > 0) throw new InputError(this.problems);
    return { by: this.by, matches };
  }

  private patch(patch: Patch, index: number): string[] {
    const all = objectsBelow(this.scope).map((object) => ({ object, json: object.toJson() as Manifest }));
    const pinned = this.how.pins?.[index];
    const found = all.filter(({ object, json }) =>
      pinned ? pinned.includes(object.node.path) : matchesTarget(patch.target, json),
    );
    if (found.length === 0 && !pinned) {
      const objects = all.map(({ json }) => json);
      const what = describeTarget(patch.target);
      this.complain(patch, ['target'], `matches no object: ${what} (${suggestion(patch.target, objects)})`);
    }
    let changed = false;
    for (const { object, json } of found) {
      try {
        changed = this.change(object, json, patch) || changed;
      } catch (error) {
        if (!(error instanceof PatchError)) throw error;
        if (!pinned) this.complain(patch, ['patch', ...error.inside], `${describe(json)}: ${error.message}`);
        changed = true;
      }
    }
    if (found.length > 0 && !changed) {
      const [first] = found;
      this.release.warn(`${nameOf(patch)} changes nothing in ${first ? describe(first.json) : ''}`);
    }
    return found.map(({ object }) => object.node.path);
  }

  /** Whether anything changed. */
  private change(object: Cdk8sApiObject, json: Manifest, patch: Patch): boolean {
    const result = patched(json, patch);
    if (result === DELETED) {
      object.node.scope?.node.tryRemoveChild(object.node.id);
      return true;
    }
    if (!this.how.pins && !this.isWellFormed(result, patch, ['patch'])) return true;
    this.note(object, patch);
    // The object may change until it is synthesized, so it is patched then.
    ApiObject.change(object, (now) => {
      const later = patched(now, patch);
      return later === DELETED ? now : asStored(later);
    });
    return !isDeepStrictEqual(object.toJson(), json);
  }

  /** Objects of the chart have the right fields; what users write may not. */
  private isWellFormed(object: Manifest, place: Place, inside: Path): boolean {
    const findings = checkSchema([object], this.how.version);
    for (const { field, message } of findings) this.complain(place, inside, `${describe(object)} ${field}: ${message}`);
    return findings.length === 0;
  }

  private note(object: Construct, place: Place): void {
    const { path } = object.node;
    this.by.set(path, [...(this.by.get(path) ?? []), nameOf(place)]);
  }

  private complain(place: Place, inside: Path, message: string): void {
    this.problems.push({ path: [...place.path, ...inside], message, origin: place.locate(inside) });
  }
}

/** `patches[2], releases.yaml:12:5` */
export function nameOf({ path, locate }: Place): string {
  const origin = locate();
  return origin === undefined ? formatPath(path) : `${formatPath(path)}, ${formatOrigin(origin)}`;
}

function patched(json: Manifest, { change }: Patch): Manifest | typeof DELETED {
  if ('operations' in change) {
    const result = applyOperations(json, change.operations);
    demandIdentity(json, result);
    return withoutNulls(result) as Manifest;
  }
  const { kind } = change.merge;
  if (kind !== undefined && kind !== json.kind) {
    throw new PatchError(`the patch is for ${String(kind)}`, ['kind']);
  }
  const merged = mergePatch(json, change.merge, isOwnType(json) ? `${json.apiVersion}/${json.kind}` : undefined);
  if (merged === DELETED) return DELETED;
  // The name in a merge patch selects an object, and is free if there is a target.
  const { apiVersion, metadata } = json;
  const own = { ...(merged.metadata as Manifest['metadata']), name: metadata.name };
  const { namespace: _namespace, ...elsewhere } = own;
  const placed = metadata.namespace === undefined ? elsewhere : { ...own, namespace: metadata.namespace };
  return withoutNulls(copyOf({ ...merged, apiVersion, kind: json.kind, metadata: placed })) as Manifest;
}

const isOwnType = (object: Manifest): boolean => isBuiltInGroup(apiGroup(object));

function demandIdentity(before: Manifest, after: Manifest): void {
  const parts = (object: Manifest) => [
    object.apiVersion,
    object.kind,
    object.metadata?.name,
    object.metadata?.namespace,
  ];
  const index = parts(after).findIndex((part, at) => part !== parts(before)[at]);
  if (index < 0) return;
  const field = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'][index];
  throw new PatchError(`a patch cannot change ${field}, by which other objects refer to it`);
}

/** Kubernetes treats null as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
  return Object.fromEntries(present.map(([key, entry]) => [key, withoutNulls(entry)]));
}

/** An empty namespace means that a custom resource is cluster-scoped. */
function inNamespace({ object }: ExtraObject, namespace: string): Manifest {
  const { namespace: own = namespace, ...metadata } = object.metadata as unknown as Manifest['metadata'];
  const isFree = isClusterScoped(object.kind) || own === '' || own === null;
  return copyOf({ ...object, metadata: isFree ? metadata : { ...metadata, namespace: own } });
}
