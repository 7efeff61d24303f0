// The resources of running containers, as values.

import type { TSchema } from '@sinclair/typebox';
import type { Manifest } from '../../../k8s/object/manifest';
import { canonicalQuantity } from '../../../names/quantity';
import { assign } from '../../../values/file/merge';
import type { Tree } from '../../../values/layer';
import { type Path, valueAt } from '../../../values/path';
import { isMap } from '../../../values/scalar';
import { complete } from '../../../values/schema/defaults';
import { isObjectSchema } from '../../../values/schema/kinds';
import type { Trial } from '../trial';
import { type Amounts, containersOf } from './installed';

const KINDS = ['limits', 'requests'] as const;

/** Maximum number of values that are tried for a container. */
const MOST_TRIED = 4;

/** `tree` with the resources in use, for all containers except `others`, which will run another program. */
export function matchResources(
  trial: Trial,
  tree: Tree,
  installed: readonly Manifest[],
  others: ReadonlySet<string>,
): Tree {
  const paths = resourcePaths(trial.system.schema);
  const running = new Map(containersOf(installed).map(({ key, resources }) => [key, resources]));
  const problems = trial.problems(tree).length;
  let best = tree;
  for (const { key, resources } of containersOf(trial.sketch(tree) ?? [])) {
    const wanted = running.get(key);
    if (wanted === undefined || others.has(key) || isNone(wanted) || isSame(wanted, resources)) continue;
    for (const path of byLikeness(paths, key).slice(0, MOST_TRIED)) {
      const changed = withAmounts(trial, best, path, wanted);
      const now = containersOf(trial.sketch(changed) ?? []).find((container) => container.key === key);
      if (now === undefined || !isSame(now.resources, wanted) || trial.problems(changed).length > problems) continue;
      best = changed;
      break;
    }
  }
  return best;
}

function resourcePaths(schema: TSchema, path: Path = []): Path[] {
  if (!isObjectSchema(schema)) return [];
  const { properties } = schema;
  if (KINDS.every((kind) => Object.hasOwn(properties, kind))) return [path];
  return Object.entries(properties).flatMap(([key, property]) => resourcePaths(property, [...path, key]));
}

/** Values whose steps are in the container's key first. */
function byLikeness(paths: readonly Path[], key: string): Path[] {
  const text = plain(key);
  const likeness = (path: Path) => path.filter((step) => text.includes(plain(String(step)))).length;
  return [...paths].sort((a, b) => likeness(b) - likeness(a));
}

/** `sshGateway` in values is `ssh-gateway` in names. */
const plain = (text: string): string => text.toLowerCase().replaceAll('-', '');

/** Maps are merged over the defaults, so a quantity that is not in use is removed with null. */
function withAmounts({ system: { schema } }: Trial, tree: Tree, path: Path, wanted: Amounts): Tree {
  const usual = valueAt(complete(schema, tree), path);
  return KINDS.reduce<Tree>((all, kind) => {
    const present = valueAt(usual, [kind]);
    const removed = Object.keys(isMap(present) ? present : {}).filter((name) => !Object.hasOwn(wanted[kind], name));
    const amounts = { ...Object.fromEntries(removed.map((name) => [name, null])), ...wanted[kind] };
    return assign(all, [...path, kind], amounts) as Tree;
  }, tree);
}

const isNone = (amounts: Amounts): boolean => KINDS.every((kind) => Object.keys(amounts[kind]).length === 0);

const isSame = (a: Amounts, b: Amounts): boolean => spelled(a) === spelled(b);

const spelled = (amounts: Amounts): string =>
  KINDS.map((kind) => {
    const entries = Object.entries(amounts[kind]).map(([name, amount]) => `${name}=${canonicalQuantity(amount)}`);
    return `${kind} ${entries.sort().join(' ')}`;
  }).join('\n');
