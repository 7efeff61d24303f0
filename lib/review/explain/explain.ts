// Finds the values that a field comes from by changing values and rendering the field again.

import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../k8s/object/manifest';
import type { Place } from '../../patches/change';
import type { System } from '../../render/system';
import { type Layer, originOf, type Tree } from '../../values/layer';
import { overlaps, type Path, valueAt } from '../../values/path';
import type { Origin } from '../../values/problem';
import { isSecretAt } from '../../values/schema/secret';
import { replaceAll } from './change';
import { leavesOf } from './leaves';
import type { Request, Scene } from './scene';
import { type Outcome, search } from './search';

export interface Source {
  readonly path: Path;
  readonly value: unknown;
  readonly secret: boolean;
  /** Absent for a default of the chart. */
  readonly origin?: Origin;
}

export interface Explained {
  /** Whether the name and the namespace of the release affect it. */
  readonly ofRelease: readonly ('name' | 'namespace')[];
  readonly sources: readonly Source[];
  /** The patches that change it, or the extra object that it belongs to. */
  readonly changes: readonly Place[];
  /** Values that cannot be changed because nothing renders without them, so their effect is unknown. */
  readonly untried: readonly Path[];
}

export interface Question {
  readonly request: Request;
  readonly layers: readonly Layer[];
  readonly scene: Scene;
  readonly fieldOf: (object: Manifest) => unknown;
}

export function explain({ schema }: System, { request, layers, scene, fieldOf }: Question): Explained {
  const fieldWith = (other: Request) => {
    const object = scene(other);
    return object && fieldOf(object);
  };
  const now = fieldWith(request);
  const outcomeOf = (other: Partial<Request>): Outcome => {
    try {
      return isDeepStrictEqual(fieldWith({ ...request, ...other }), now) ? 'same' : 'differs';
    } catch {
      // Rules normally keep invalid combinations from the constructs, but they are not checked here.
      return 'fails';
    }
  };
  const { sources, untried } = search(leavesOf(schema, request.values), (changes) =>
    outcomeOf({ values: replaceAll(request.values, changes) }),
  );
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const isWhole = (path: Path) =>
    !sources.some((other) => other.path.length > path.length && overlaps(other.path, path));
  const paths = sources.map(({ path }) => path).filter(isWhole);
  return {
    ofRelease: (['name', 'namespace'] as const).filter((part) => outcomeOf({ [part]: 'explained' }) === 'differs'),
    sources: paths.map((path): Source => {
      const origin = valueAt(given, path) === undefined ? undefined : originOf(layers, path);
      const source = { path, value: valueAt(request.values, path), secret: isSecretAt(schema, path) };
      return origin ? { ...source, origin } : source;
    }),
    changes: changesOf(request, fieldWith),
    untried: untried.map(({ path }) => path),
  };
}

/** Applies one patch after the other. */
function changesOf(request: Request, fieldWith: (other: Request) => unknown): Place[] {
  const { patches = [], extraObjects = [] } = request.changes ?? {};
  const fieldAfter = (count: number, extra = extraObjects) =>
    fieldWith({ ...request, changes: { extraObjects: extra, patches: patches.slice(0, count) } });
  const states = Array.from({ length: patches.length + 1 }, (_, count) => fieldAfter(count));
  const patched = patches.filter((_patch, index) => !isDeepStrictEqual(states[index], states[index + 1]));
  const isThere = (count: number) => isDeepStrictEqual(fieldAfter(0, extraObjects.slice(0, count)), states[0]);
  const added = extraObjects.filter((_object, index) => !isThere(index) && isThere(index + 1));
  return [...added, ...patched];
}
