// Reads `patches` and `extraObjects`, from wherever they are written. Every problem has its location.

import type { Layer, Tree } from '../values/layer';
import { type Path, valueAt } from '../values/path';
import { collect, InputError, type Problem } from '../values/problem';
import { isMap, SpelledNumber } from '../values/scalar';
import { schemaProblems } from '../values/schema/check';
import { type Changes, type Complain, type ExtraObject, NO_CHANGES, type Patch, type Place } from './change';
import { objectsIn } from './objects';
import { changeIn } from './patch';
import { changesSchema } from './schema';
import { readTarget } from './target-reader';

/** A source of changes: a map with `patches` and `extraObjects`, and the path of the map for messages. */
export interface ChangeSource {
  readonly layer: Layer;
  readonly at?: Path;
}

/** The changes of all sources, in their order. Throws `InputError` with every problem. */
export function readChanges(sources: readonly ChangeSource[]): Changes {
  const found = collect(sources.map((source) => () => readSource(source)));
  if (found.length === 0) return NO_CHANGES;
  return {
    patches: found.flatMap(({ patches }) => patches),
    extraObjects: found.flatMap(({ extraObjects }) => extraObjects),
  };
}

function readSource({ layer, at = [] }: ChangeSource): Changes {
  const given: Tree = Object.fromEntries(
    Object.entries(layer.apply({})).filter(([, value]) => value !== undefined && value !== null),
  );
  const placeOf = (path: Path): Place => ({
    path: [...at, ...path],
    locate: (inside = []) => nearestPlace(layer, path, inside),
  });
  const wrong = schemaProblems(changesSchema, given);
  const problems = [...wrong, ...ambiguous(given, [])];
  if (problems.length > 0) throw new InputError(problems.map((problem) => placed(placeOf([]), problem)));
  const entries = <T>(key: keyof Changes, read: (entry: unknown, place: Place) => T) =>
    ((given[key] ?? []) as readonly unknown[]).map(
      (entry, index) => () => read(plainCopy(entry), placeOf([key, index])),
    );
  const readPatches = entries('patches', readPatch);
  const readObjects = entries('extraObjects', readExtra);
  const all = collect<Changes>([
    ...readPatches.map((read) => () => ({ ...NO_CHANGES, patches: [read()] })),
    ...readObjects.map((read) => () => ({ ...NO_CHANGES, extraObjects: read() })),
  ]);
  return { patches: all.flatMap((one) => one.patches), extraObjects: all.flatMap((one) => one.extraObjects) };
}

function readPatch(entry: unknown, place: Place): Patch {
  const { target, patch } = entry as { readonly target?: Tree; readonly patch: unknown };
  return judged(place, (complain) => {
    const change = changeIn(patch, (path, message) => complain(['patch', ...path], message));
    const chosen = readTarget(target, change, (path, message) => complain(['target', ...path], message));
    return change && chosen ? { ...place, target: chosen, change } : undefined;
  });
}

function readExtra(entry: unknown, place: Place): readonly ExtraObject[] {
  return judged(place, (complain) => objectsIn(entry, complain))?.map((object) => ({ ...place, object }));
}

/** The result of `read`, or all of its problems. */
function judged<T>(place: Place, read: (complain: Complain) => T | undefined): T {
  const problems: Problem[] = [];
  const result = read((path, message) => problems.push({ path, message }));
  if (problems.length > 0) throw new InputError(problems.map((problem) => placed(place, problem)));
  return result as T;
}

const placed = (place: Place, { path, message }: Problem): Problem => ({
  path: [...place.path, ...path],
  message,
  origin: place.locate(path),
});

/** The location of `inside`, or of its nearest parent. */
function nearestPlace(layer: Layer, path: Path, inside: Path) {
  for (let length = inside.length; length >= 0; length--) {
    const origin = layer.locate([...path, ...inside.slice(0, length)]);
    if (origin) return origin;
  }
  return undefined;
}

/** Numbers that YAML readers interpret differently. */
function ambiguous(value: unknown, path: Path): Problem[] {
  if (value instanceof SpelledNumber) {
    if (!value.ambiguous && Number.isFinite(value.value)) return [];
    return [{ path, message: 'ambiguous number (write a plain decimal number, or quote it)' }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => ambiguous(item, [...path, index]));
  return isMap(value) ? Object.keys(value).flatMap((key) => ambiguous(valueAt(value, [key]), [...path, key])) : [];
}

/** A copy with plain numbers. */
function plainCopy(value: unknown): unknown {
  if (value instanceof SpelledNumber) return value.value;
  if (Array.isArray(value)) return value.map(plainCopy);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainCopy(item)])) : value;
}
