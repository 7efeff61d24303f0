// `secrets --rotate`: the next value of a credential, or why it cannot be generated.

import { stringify } from 'yaml';
import { type Rotation, type Rotations, rotationKey } from '../../../lib/render/lifecycle/rotation';
import type { System } from '../../../lib/render/system';
import { type Layer, originOf, type Tree, treeLayer } from '../../../lib/values/layer';
import { nearest } from '../../../lib/values/nearest';
import { formatPath, type Path, valueAt } from '../../../lib/values/path';
import { InputError, type Problem } from '../../../lib/values/problem';
import { type GeneratedValue, generatedValues } from '../../../lib/values/schema/generated';
import { credentialsFor, put } from '../generate';

export interface Rotated {
  /** A values file with the next values only. */
  readonly text: string;
  /** Its values, by path: those that were named, and those that change with them. */
  readonly paths: readonly string[];
  /** How to replace each of the named ones. */
  readonly rotations: readonly (readonly [name: string, rotation: Rotation])[];
}

/** Throws `InputError` if a name is unknown, must not change, is issued by others, or is not set in the layers. */
export function rotate(system: System, layers: readonly Layer[], names: readonly string[]): Rotated {
  const table = system.rotations?.() ?? {};
  const makers = generatedValues(system.schema);
  const given = layers.reduce<Tree>((below, layer) => layer.apply(below), {});
  const problems: Problem[] = [];
  const named = [...new Set(names)].flatMap((name) => {
    const found = entryOf(table, makers, given, name);
    if (typeof found !== 'string') return [found];
    const maker = makers.find(({ path }) => formatPath(path) === name);
    problems.push({
      path: [],
      message: `--rotate ${name}: ${found}`,
      ...(maker ? { origin: originOf(layers, maker.path) } : {}),
    });
    return [];
  });
  if (problems.length > 0) throw new InputError(problems);
  const group = [...new Set(named.flatMap(({ maker }) => togetherWith(maker, makers)))];
  const without: Record<string, unknown> = {};
  for (const path of group) put(without, path, null);
  const cleared = treeLayer(without, () => undefined);
  const { values } = credentialsFor(system, [...layers, cleared]);
  const next: Record<string, unknown> = {};
  for (const path of group) {
    const value = valueAt(values, path);
    if (value !== undefined) put(next, path, String(value));
  }
  const unread = named.filter(({ maker }) => valueAt(next, maker.path) === undefined);
  if (unread.length > 0) {
    throw new InputError(
      unread.map(({ name, maker }) => ({
        path: [],
        message: `--rotate ${name}: nothing reads it with these values`,
        origin: originOf(layers, maker.path),
      })),
    );
  }
  return {
    text: stringify(next, { lineWidth: 0 }),
    paths: group.filter((path) => valueAt(next, path) !== undefined).map(formatPath),
    rotations: named.map(({ name, rotation }) => [name, rotation]),
  };
}

interface Named {
  readonly name: string;
  readonly maker: GeneratedValue;
  readonly rotation: Rotation;
}

/** What is known about a credential; a message if its next value cannot be generated. */
function entryOf(table: Rotations, makers: readonly GeneratedValue[], given: Tree, name: string): Named | string {
  const key = rotationKey(table, name);
  if (key === undefined) {
    const near = nearest(name, Object.keys(table));
    return `is not a credential of this chart${near === undefined ? '' : ` (did you mean ${near}?)`}`;
  }
  const rotation = table[key] as Rotation;
  const { issuer, sameAs, refused, order } = rotation;
  if (refused !== undefined) return `must not be replaced: ${refused}`;
  if (sameAs !== undefined) return `is the same credential as ${sameAs}: set it only there, and rotate that`;
  const maker = makers.find(({ path }) => formatPath(path) === name);
  if (issuer !== undefined || maker === undefined) {
    return `cannot be generated, because its next value comes from ${issuer ?? 'elsewhere'}: ${steps(order).join(' ')}`;
  }
  const value = valueAt(given, maker.path);
  if (value === undefined || value === null || value === '') {
    return 'is not set in these values: add the file that has it with -f; in a Secret that you manage, replace it there';
  }
  return { name, maker, rotation };
}

/** Numbered, if there are several. */
export const steps = (order: readonly string[]): string[] =>
  order.length === 1 ? [...order] : order.map((step, index) => `${index + 1}. ${step}`);

/** Both halves of a key pair, and an htpasswd line with its password. */
function togetherWith({ path, generator }: GeneratedValue, makers: readonly GeneratedValue[]): Path[] {
  const siblings = makers.filter((other) => formatPath(other.path.slice(0, -1)) === formatPath(path.slice(0, -1)));
  if (typeof generator === 'object') {
    return makers
      .filter((other) => typeof other.generator === 'object' && other.generator.pair === generator.pair)
      .map((other) => other.path);
  }
  return siblings.some((other) => other.generator === 'htpasswd') ? siblings.map((other) => other.path) : [path];
}
