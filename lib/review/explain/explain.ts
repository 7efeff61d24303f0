// Which values a field comes from: they are changed, and the field is looked at again.

import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../k8s/manifest';
import type { System } from '../../render/system';
import { type Layer, originOf, type Tree } from '../../values/layer';
import { overlaps, type Path, valueAt } from '../../values/path';
import type { Origin } from '../../values/problem';
import { isSecretAt } from '../../values/secret';
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
  /** Whether the name and the namespace of the release have a part in it. */
  readonly ofRelease: readonly ('name' | 'namespace')[];
  readonly sources: readonly Source[];
  /** Values without which, as they are, nothing can be rendered, so that nothing is known of them. */
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
      // Rules keep values from the constructs that they cannot do with; here nobody asks the rules.
      return 'fails';
    }
  };
  const { sources, untried } = search(leavesOf(schema, request.values), (changes) =>
    outcomeOf({ values: replaceAll(request.values, changes) }),
  );
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const isWhole = (path: Path) =>
    !sources.some((other) => other.path.length > path.length && overlaps(other.path, path));
  const told = sources.map(({ path }) => path).filter(isWhole);
  return {
    ofRelease: (['name', 'namespace'] as const).filter((part) => outcomeOf({ [part]: 'explained' }) === 'differs'),
    sources: told.map((path): Source => {
      const origin = valueAt(given, path) === undefined ? undefined : originOf(layers, path);
      const source = { path, value: valueAt(request.values, path), secret: isSecretAt(schema, path) };
      return origin ? { ...source, origin } : source;
    }),
    untried: untried.map(({ path }) => path),
  };
}
