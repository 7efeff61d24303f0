// Recipes: how to render a release again, stored in the index of the output folder.

import { relative, resolve, sep } from 'node:path';
import type { Recipe } from '../../lib/output/index/output-index';
import type { Layout } from '../../lib/render/render';
import { isPipe } from '../../lib/values/file/load';
import { type SetFlag, setLayer } from '../../lib/values/file/set';
import type { Path } from '../../lib/values/path';
import { isMap } from '../../lib/values/scalar';
import type { TObject } from '../../lib/values/schema/schema';
import { isSecretAt } from '../../lib/values/schema/secret';
import type { SynthFlags } from '../flags/flags';
import type { Io } from '../io';
import type { Plan } from '../plan/plan';
import { InputHashes } from './input-hashes';

/** The flags that apply to every release of a run. */
export type FinishFlags = Pick<
  SynthFlags,
  'kubeVersion' | 'imageLock' | 'secrets' | 'certificate' | 'secretStore' | 'applyset' | 'target'
>;

/** The recipe of a release in an output folder. */
export type RecordRecipe = (plan: Plan, folder: string) => Recipe;

/** Records the releases of one run; reads each input file once. */
export function recorder(
  io: Io,
  layout: Layout,
  { kubeVersion, imageLock, secrets, certificate, secretStore, applyset, target }: FinishFlags,
): RecordRecipe {
  const given = { kubeVersion, imageLock, secrets, certificate, secretStore, applyset, target } as FinishFlags;
  const hashes = new InputHashes(io);
  // Many releases share few recipes.
  const known = new Map<string, Recipe>();
  const once = (recipe: Recipe): Recipe => {
    const key = JSON.stringify(recipe);
    const same = known.get(key) ?? recipe;
    known.set(key, same);
    return same;
  };
  const from = pathsFrom(io);
  // The rows of a table have the same lists of inputs.
  const last = new WeakMap<readonly string[], Recorded>();
  return (plan, folder) => {
    const earlier = last.get(plan.inputs);
    if (earlier && hasSameRecipe(earlier.plan, plan) && earlier.folder === folder) return earlier.recipe;
    const recipe = recipeOf(plan, folder);
    last.set(plan.inputs, { plan, folder, recipe });
    return recipe;
  };

  function recipeOf(plan: Plan, folder: string): Recipe {
    const lock = imageLock ?? plan.imageLock;
    const why = whyNot(io, plan, lock);
    const { chart, inputs, tables } = plan;
    const { config } = plan.flags;
    if (why !== undefined) return once({ chart: chart.name, layout, flags: {}, inputs: {}, unreproducible: why });
    const files = [...new Set([...inputs, certificate ?? [], lock ?? []].flat())];
    return once({
      chart: chart.name,
      layout,
      flags: withPaths({ ...plan.flags, ...given }, (file) => from(folder, file)),
      inputs: Object.fromEntries(
        files.map((file) => {
          const isPatch = plan.flags.patch?.includes(file) === true;
          return [from(folder, file), hashes.of(file, chart, config, tables.includes(file), isPatch)];
        }),
      ),
    });
  }
}

interface Recorded {
  readonly plan: Plan;
  readonly folder: string;
  readonly recipe: Recipe;
}

/** Whether two plans with the same inputs have the same recipe. */
const hasSameRecipe = (one: Plan, other: Plan): boolean =>
  one.chart === other.chart &&
  one.flags === other.flags &&
  one.tables === other.tables &&
  one.imageLock === other.imageLock;

/** Paths relative to an output folder, with parts separated by /. */
function pathsFrom(io: Io): (folder: string, file: string) => string {
  const known = new Map<string, string>();
  return (folder, file) => {
    const key = `${folder}\0${file}`;
    const path = known.get(key) ?? relative(folder, resolve(io.cwd, file)).split(sep).join('/');
    known.set(key, path);
    return path;
  };
}

/** The flags of a recipe, with paths relative to the current folder. */
export function flagsOf(io: Io, { flags }: Recipe, folder: string): SynthFlags {
  return withPaths(flags as SynthFlags, (file) => {
    const path = relative(io.cwd, resolve(folder, file)) || file;
    // A file named "-", not standard input.
    return path === '-' ? `.${sep}-` : path;
  });
}

/** Every file that the recipe reads. */
export function pathsIn({ inputs, flags }: Recipe): string[] {
  const { config = [], values = [], patch = [], certificate = [], imageLock = [] } = flags;
  return [...new Set([...Object.keys(inputs), ...[config, values, patch, certificate, imageLock].flat()])];
}

/** Only the flags that were set, so that no others are recorded. */
function withPaths<T extends SynthFlags>(flags: T, change: (file: string) => string): Recipe['flags'] & T {
  const { config, values, patch, certificate, imageLock } = flags;
  const changed = {
    ...flags,
    ...(config === undefined ? {} : { config: change(config) }),
    ...(values === undefined ? {} : { values: values.map(change) }),
    ...(patch === undefined ? {} : { patch: patch.map(change) }),
    ...(certificate === undefined ? {} : { certificate: change(certificate) }),
    ...(imageLock === undefined ? {} : { imageLock: change(imageLock) }),
  };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) as never;
}

/** Why a release cannot be rendered again from what may be recorded; `undefined` if it can. */
function whyNot(io: Io, { flags, chart }: Plan, imageLock: string | undefined): string | undefined {
  if (chart.file !== undefined && flags.config === undefined)
    return 'its chart is code (a releases file can be recorded)';
  if (imageLock !== undefined && isPipe(resolve(io.cwd, imageLock))) return 'the image lock came from a pipe';
  if (flags.values?.includes('-')) return 'values came from standard input';
  if (flags.values?.some((file) => isPipe(resolve(io.cwd, file)))) return 'values came from a pipe';
  if (flags.patch?.some((file) => isPipe(resolve(io.cwd, file)))) return 'patches came from a pipe';
  if (flags.setFile) return 'values came from --set-file (a values file can be recorded)';
  const given: [SetFlag, readonly string[]][] = [
    ['--set-json', flags.setJson ?? []],
    ['--set', flags.set ?? []],
    ['--set-string', flags.setString ?? []],
    ['--set-literal', flags.setLiteral ?? []],
  ];
  const { schema } = chart.load();
  const secret = given.find(([flag, expressions]) =>
    expressions.some((expression) => setsSecret(schema, flag, expression)),
  );
  return secret && `a secret value came from ${secret[0]} (a values file can be recorded)`;
}

function setsSecret(schema: TObject, flag: SetFlag, expression: string): boolean {
  const tree = setLayer(flag, expression, () => '').apply({});
  return leaves(tree).some((path) => isSecretAt(schema, path));
}

/** The paths of everything that is not a map; lists count as a whole. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (!isMap(value)) return [path];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...path, key]));
}
