// The last run that wrote a folder, according to its index: for commands without flags.

import { join, resolve } from 'node:path';
import type { OutputIndex, Recipe } from '../../lib/output/index/output-index';
import { readIndex } from '../../lib/output/index/parse-index';
import { OutputTree } from '../../lib/output/tree/output-tree';
import type { ChartEntry, Registry } from '../../lib/render/registry';
import { linkFreeFolders } from '../files/link-free-folders';
import { flagsOf, pathsIn } from '../files/recipe';
import { findChart } from '../flags/chart-argument';
import type { SynthFlags } from '../flags/flags';
import type { Io } from '../io';
import { PathLimits } from './path-limits';
import { OUTPUT } from './selection';

export interface Run {
  /** Absent for the releases of a file. */
  readonly chart: ChartEntry | undefined;
  readonly flags: SynthFlags;
  /** The releases that the index lists; absent for a request from flags. */
  readonly recorded?: readonly string[];
}

/** The request from the flags or, without any, the runs that the index of the output folder recorded. */
export function runsOf(
  io: Io,
  registry: Registry,
  chart: ChartEntry | undefined,
  { output, allowOutside, ...requested }: SynthFlags,
): readonly Run[] {
  const given = {
    ...requested,
    ...(output === undefined ? {} : { output }),
    ...(allowOutside ? { allowOutside } : {}),
  };
  if (chart || Object.values(requested).some((flag) => flag !== undefined)) return [{ chart, flags: given }];
  const root = resolve(io.cwd, output ?? OUTPUT);
  const recorded = recipesIn(io, root);
  if (recorded.length === 0) return [{ chart, flags: given }];
  const limits = PathLimits.ofOutput(io, root, allowOutside);
  const groups = new Map<string, { readonly recipe: Recipe; readonly names: string[] }>();
  for (const [name, recipe] of recorded) {
    if (recipe.unreproducible !== undefined) {
      throw new Error(
        `${join(output ?? OUTPUT, name)} cannot be rendered again: ${recipe.unreproducible} (name the chart and its values)`,
      );
    }
    limits.demandAllowed(pathsIn(recipe).map((path) => ({ named: path, file: resolve(root, path) })));
    const key = JSON.stringify([recipe.flags.config === undefined ? recipe.chart : '', recipe.flags]);
    const group = groups.get(key) ?? { recipe, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ recipe, names }): Run => {
    const flags = { ...given, ...flagsOf(io, recipe, root) };
    if (flags.config === undefined) return { chart: findChart(registry, recipe.chart), flags, recorded: names };
    const selected = groups.size === 1 ? flags : { ...flags, only: names };
    return { chart: undefined, flags: selected, recorded: names };
  });
}

function recipesIn(io: Io, root: string): [release: string, Recipe][] {
  const tree = OutputTree.open({ folder: root, bases: linkFreeFolders(io, undefined) });
  try {
    const { recipes, releases }: OutputIndex = readIndex(tree);
    return [...recipes].filter(([name, { delivers }]) => delivers === undefined && releases.has(name));
  } finally {
    tree?.close();
  }
}
