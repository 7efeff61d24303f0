// Compares an output folder with what the inputs recorded in its index render.

import { join, resolve } from 'node:path';
import { earlierTexts, type Recipe, type ReleaseFiles } from '../../../lib/output/index/output-index';
import { filesOf, type OutputFile } from '../../../lib/output/release-files';
import type { Finished } from '../../../lib/pipeline/pipeline';
import type { Registry } from '../../../lib/render/registry';
import { readInput, TABLE_LIMIT } from '../../../lib/values/file/input';
import { isThere } from '../../../lib/values/file/load';
import { isChanged } from '../../files/input-hashes';
import { flagsOf, pathsIn } from '../../files/recipe';
import { type Compared, compareFile, countOf, type VerifiedFolder } from '../../files/verified-folder';
import { findChart } from '../../flags/chart-argument';
import type { SynthFlags } from '../../flags/flags';
import type { VerifyFlags } from '../../flags/verify-flags';
import { type Io, quiet } from '../../io';
import { redelivered } from '../../plan/delivering';
import { PathLimits } from '../../plan/path-limits';
import { RunSettings } from '../../plan/pipeline-settings';
import type { Plan } from '../../plan/plan';
import { plansOf } from '../../plan/selection';
import { pauser } from '../../print/progress';
import { COMPARE } from '../output/encrypting';
import type { Sink } from '../output/sink';
import { render } from '../render-plans';

export async function compareWithRecipes(
  io: Io,
  tool: string,
  registry: Registry,
  folder: VerifiedFolder,
  { allowOutside }: VerifyFlags,
): Promise<Compared> {
  const { releases, recipes } = folder.index;
  const plan = planner(io, registry, allowOutside);
  const limits = PathLimits.ofOutput(io, folder.root, allowOutside);
  const findings: string[] = [];
  const pause = pauser(io, () => releases.size);
  let done = 0;
  for (const [release, owned] of releases) {
    const recorded: Recorded = { tool, folder, release, recipe: recipes.get(release), owned };
    const found = await new Verification(io, plan, limits, recorded).findings();
    findings.push(...found.map((finding) => `${release}: ${finding}`));
    await pause(++done);
  }
  const owned = new Set([...releases.values()].flatMap((files) => Object.keys(files)));
  const verdict = `${countOf(releases.size)}, matches the recorded inputs`;
  return { findings, owned, verdict };
}

type Planner = (recipe: Recipe, flags: SynthFlags) => Promise<readonly Plan[]>;

/** Plans the release of a recipe. A releases file is read once for all of its releases. */
function planner(io: Io, registry: Registry, allowOutside: true | undefined): Planner {
  const files = new Map<string, Promise<readonly Plan[]>>();
  return ({ chart }, flags) => {
    const { config, kubeVersion } = flags;
    if (config === undefined) return plansOf(io, registry, findChart(registry, chart), flags);
    const key = JSON.stringify([config, kubeVersion]);
    const plans = files.get(key) ?? plansOf(io, registry, undefined, ofFile({ config, kubeVersion, allowOutside }));
    files.set(key, plans);
    return plans;
  };
}

const ofFile = ({ config, kubeVersion, allowOutside }: SynthFlags): SynthFlags => ({
  ...(config === undefined ? {} : { config }),
  ...(kubeVersion === undefined ? {} : { kubeVersion }),
  ...(allowOutside ? { allowOutside } : {}),
});

interface Recorded {
  readonly tool: string;
  readonly folder: VerifiedFolder;
  readonly release: string;
  readonly recipe: Recipe | undefined;
  readonly owned: ReleaseFiles;
}

interface Result {
  readonly rendered: Finished;
  readonly plan: Plan;
  /** All releases that the recipe renders. */
  readonly plans: readonly Plan[];
}

class Verification {
  constructor(
    private readonly io: Io,
    private readonly plan: Planner,
    private readonly limits: PathLimits,
    private readonly recorded: Recorded,
  ) {}

  async findings(): Promise<string[]> {
    const { folder, recipe, owned } = this.recorded;
    const { named, root } = folder;
    if (Object.keys(owned).length === 0) return ['the index lists no files for it'];
    if (recipe === undefined || recipe.unreproducible !== undefined) {
      const why = `cannot be rendered again: ${recipe?.unreproducible ?? 'its inputs were not recorded'}`;
      return [why, ...Object.entries(owned).flatMap(([path, hashes]) => compareFile(folder, path, hashes, undefined))];
    }
    this.limits.demandAllowed(pathsIn(recipe).map((path) => ({ named: join(named, path), file: resolve(root, path) })));
    const inputs = Object.entries(recipe.inputs).flatMap(([file, hash]) => {
      const input = join(named, file);
      if (!isThere(resolve(root, file))) return [`input ${input} is missing`];
      const text = readInput(input, resolve(root, file), TABLE_LIMIT);
      return isChanged(hash, text) ? [`input ${input} changed since it was rendered`] : [];
    });
    if (inputs.some((finding) => finding.endsWith('is missing'))) return inputs;
    const result = await this.render(recipe);
    const wanted = new Map((result ? this.filesOf(result, recipe) : []).map(({ path, text }) => [path, text]));
    if (wanted.size === 0) inputs.push(`its recorded inputs do not render this release`);
    const canSeal = result?.rendered.fingerprintKey !== undefined;
    const files = [...wanted].flatMap(([path, text]) => compareFile(folder, path, owned[path] ?? '', text, canSeal));
    const unrecorded = [...wanted.keys()].filter((path) => !(path in owned));
    const surplus = Object.keys(owned).filter((path) => !wanted.has(path));
    return [
      ...inputs,
      ...files,
      ...unrecorded.map((path) => `${join(named, path)} is not in the index`),
      ...surplus.map((path) => `${join(named, path)} is no longer rendered`),
    ];
  }

  private filesOf({ rendered, plan, plans }: Result, recipe: Recipe): OutputFile[] {
    if (recipe.delivers === undefined) return filesOf(rendered, recipe.layout);
    const delivered = redelivered(rendered, plan, plans, recipe).filter(({ name }) => name === this.recorded.release);
    return delivered.flatMap((file) => filesOf(file, 'release'));
  }

  /** `undefined` if the recipe does not render this release. */
  private async render(recipe: Recipe): Promise<Result | undefined> {
    const { folder, release, owned } = this.recorded;
    const flags = flagsOf(this.io, recipe, folder.root);
    const rendering = recipe.delivers ?? release;
    const all = await this.plan(recipe, flags);
    const plans = all.filter(({ name }) => name === rendering);
    const results: Result[] = [];
    const sink: Sink = {
      earlier: () => (folder.tree ? earlierTexts(folder.tree, { releases: new Map([[release, owned]]) }, release) : []),
      take: (rendered, plan) => void results.push({ rendered, plan, plans: all }),
      end: () => undefined,
      drop: () => undefined,
    };
    // Warnings were already printed when it was written.
    const unheard = quiet(this.io);
    await render(unheard, plans, sink, {
      encryptorOf: COMPARE,
      validate: false,
      named: flags.config !== undefined,
      settings: new RunSettings(
        unheard,
        this.recorded.tool,
        { ...flags, layout: recipe.layout },
        { ofFile: flags.config !== undefined, requirements: 'file' },
      ),
    });
    return results[0];
  }
}
