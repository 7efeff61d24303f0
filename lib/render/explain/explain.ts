// Which values a field comes from: each is changed in turn, and the field is looked at again.

import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../k8s/manifest';
import { type Layer, originOf } from '../../values/layer';
import { type Path, valueAt } from '../../values/path';
import type { Origin } from '../../values/problem';
import { programLayer, resolve } from '../../values/resolve';
import { isSecretAt } from '../../values/secret';
import { identity } from '../diff/pair';
import { renderRelease } from '../render';
import type { System } from '../system';
import { leavesOf } from './leaves';

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
  /** Values that could not be changed alone, so that nothing is known of them. */
  readonly untried: readonly Path[];
}

export interface Question {
  readonly name: string;
  readonly namespace: string;
  readonly layers: readonly Layer[];
  readonly object: Manifest;
  readonly fieldOf: (object: Manifest) => unknown;
}

export function explain(system: System, { name, namespace, layers, object, fieldOf }: Question): Explained {
  const { schema, rules } = system;
  const { values } = resolve(schema, rules, layers);
  const { objects } = renderRelease(system, { name, namespace, values });
  const at = objects.findIndex((candidate) => identity(candidate) === identity(object));
  /** The field in the same object; under another name, it is the one at the same place among the same kinds. */
  const fieldIn = (others: readonly Manifest[]): unknown => {
    const same = others.find((candidate) => identity(candidate) === identity(object));
    const isAlike =
      others.length === objects.length && others.every(({ kind }, index) => kind === objects[index]?.kind);
    const found = same ?? (isAlike ? others[at] : undefined);
    return found && fieldOf(found);
  };
  const now = fieldOf(object);
  const sources: Source[] = [];
  const untried: Path[] = [];
  const fieldWith = (path: Path, other: unknown): unknown => {
    const changed = resolve(schema, rules, [...layers, programLayer(changeAt(values, path, other))]).values;
    return fieldIn(renderRelease(system, { name, namespace, values: changed }).objects);
  };
  for (const { path, others } of leavesOf(schema, values)) {
    const outcome = firstThatRenders(others, (other) => fieldWith(path, other));
    if (outcome === undefined) untried.push(path);
    else if (!isDeepStrictEqual(outcome.field, now)) {
      const origin = given(layers, path) ? originOf(layers, path) : undefined;
      const source = { path, value: valueAt(values, path), secret: isSecretAt(schema, path) };
      sources.push(origin ? { ...source, origin } : source);
    }
  }
  const ofRelease = (['name', 'namespace'] as const).filter((part) => {
    const request = { name, namespace, values, [part]: 'explained' };
    const outcome = firstThatRenders([request], (other) => fieldIn(renderRelease(system, other).objects));
    return outcome !== undefined && !isDeepStrictEqual(outcome.field, now);
  });
  return { ofRelease, sources, untried };
}

/** Values that no chart can be rendered with tell nothing of a field. */
function firstThatRenders<T>(others: readonly T[], fieldWith: (other: T) => unknown) {
  for (const other of others) {
    try {
      return { field: fieldWith(other) };
    } catch {
      // The next one.
    }
  }
  return undefined;
}

const given = (layers: readonly Layer[], path: Path): boolean =>
  valueAt(
    layers.reduce<object>((below, layer) => layer.apply(below as Record<string, unknown>), {}),
    path,
  ) !== undefined;

/** A tree that says `other` at `path` and nothing else; lists on the way are whole, as merging replaces them. */
function changeAt(values: unknown, path: Path, other: unknown): Record<string, unknown> {
  return changed(values, path, other) as Record<string, unknown>;
}

function changed(at: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  if (typeof step === 'number' && Array.isArray(at)) {
    return at.map((item: unknown, index) => (index === step ? merged(item, changed(item, rest, other)) : item));
  }
  return { [step]: changed((at as Record<string, unknown> | undefined)?.[step], rest, other) };
}

/** An item of a list with one of its fields changed. */
function merged(item: unknown, change: unknown): unknown {
  const isMap = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(item) || !isMap(change)) return change;
  const fields = Object.entries(change).map(([key, value]) => [
    key,
    merged((item as Record<string, unknown>)[key], value),
  ]);
  return { ...item, ...(Object.fromEntries(fields) as object) };
}
