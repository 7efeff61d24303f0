// What `verify` does: render each release again as its recipe says, and compare byte by byte. Nothing is written.

import { join, resolve } from 'node:path';
import { differencesOf, type ObjectDifference } from '../output/object-hashes';
import { earlierTexts, INDEX_FILE, type Recipe, type ReleaseFiles, readIndex } from '../output/output-index';
import { filesOf, type OutputFile } from '../output/release-files';
import { manifestsOfText } from '../render/diff/documents';
import type { Registry } from '../render/registry';
import type { Rendered } from '../render/render';
import { andMore } from '../values/and-more';
import { isThere, readText } from '../values/load';
import { findChart } from './chart-argument';
import { redelivered } from './delivering';
import { finisher } from './finish';
import type { SynthFlags } from './flags';
import { isChanged } from './input-hashes';
import { type Io, quiet } from './io';
import { demandPath, type Plan } from './plan';
import { pauser } from './progress';
import { flagsOf } from './recipe';
import { render } from './render-plans';
import { Different, warn } from './report';
import { withRequirements } from './requirements-file';
import { OUTPUT, plansOf } from './selection';
import type { Sink } from './sink';
import { manifestFilesIn } from './text-files';

export async function verify(io: Io, tool: string, registry: Registry, folder = OUTPUT): Promise<void> {
  demandPath('[dir]', folder);
  const root = resolve(io.cwd, folder);
  const index = readIndex(root);
  const releases = Object.keys(index.releases);
  if (releases.length === 0) throw new Error(`${join(folder, INDEX_FILE)}: records no release`);
  if (index.tool !== tool) warn(io, `${folder} was written by version ${index.tool}; this is ${tool}`);
  const plan = planner(io, registry);
  const findings: string[] = [];
  const pause = pauser(io, () => releases.length);
  for (const [at, release] of releases.entries()) {
    const recipe = index.recipes[release];
    const owned = index.releases[release] ?? {};
    const found = await new Verification(io, plan, { tool, folder, root, release, recipe, owned }).findings();
    findings.push(...found.map((finding) => `${release}: ${finding}`));
    await pause(at + 1);
  }
  warnOfForeign(io, { folder, root }, Object.values(index.releases));
  const count = `${releases.length} ${releases.length === 1 ? 'release' : 'releases'}`;
  for (const finding of findings) io.out(`${finding}\n`);
  if (findings.length > 0) throw new Different();
  io.out(`${folder}: ${count}, exactly what the recorded inputs give\n`);
}

/** Tells of manifests that no release has written, as they are applied with those that were verified. */
function warnOfForeign(io: Io, { folder, root }: Pick<Recorded, 'folder' | 'root'>, owned: readonly ReleaseFiles[]) {
  const own = new Set(owned.flatMap((files) => Object.keys(files)));
  const [first, ...others] = manifestFilesIn(root)
    .filter((file) => !own.has(file) && holdsObjects(join(root, file)))
    .map((file) => join(folder, file));
  if (first === undefined) return;
  warn(io, `${andMore(first, others.length)}: of no release, and so not verified`);
}

function holdsObjects(file: string): boolean {
  try {
    return manifestsOfText(file, readText(file, file)).length > 0;
  } catch {
    return false;
  }
}

type Planner = (recipe: Recipe, flags: SynthFlags) => Promise<readonly Plan[]>;

/** Plans what a recipe belongs to; a releases file is read once for all of its releases. */
function planner(io: Io, registry: Registry): Planner {
  const files = new Map<string, Promise<readonly Plan[]>>();
  return ({ chart }, flags) => {
    const { config } = flags;
    if (config === undefined) return plansOf(io, registry, findChart(registry, chart), flags);
    const plans = files.get(config) ?? plansOf(io, registry, undefined, { config });
    files.set(config, plans);
    return plans;
  };
}

interface Recorded {
  readonly tool: string;
  readonly folder: string;
  readonly root: string;
  readonly release: string;
  readonly recipe: Recipe | undefined;
  readonly owned: ReleaseFiles;
}

interface Result {
  readonly rendered: Rendered;
  readonly plan: Plan;
}

const WORDS: Readonly<Record<ObjectDifference['what'], string>> = {
  missing: 'is missing',
  surplus: 'is not of this release',
  changed: 'is not what its inputs give',
  edited: 'was edited after it was written',
};

class Verification {
  constructor(
    private readonly io: Io,
    private readonly plan: Planner,
    private readonly recorded: Recorded,
  ) {}

  async findings(): Promise<string[]> {
    const { folder, root, recipe, owned } = this.recorded;
    if (recipe === undefined || recipe.unreproducible !== undefined) {
      const why = `cannot be rendered again: ${recipe?.unreproducible ?? 'its inputs were not recorded'}`;
      return [why, ...Object.keys(owned).flatMap((path) => this.compared(path, undefined))];
    }
    const inputs = Object.entries(recipe.inputs).flatMap(([file, hash]) => {
      const named = join(folder, file);
      if (!isThere(resolve(root, file))) return [`input ${named} is missing`];
      const text = readText(named, resolve(root, file));
      return isChanged(hash, text) ? [`input ${named} changed since it was rendered`] : [];
    });
    if (inputs.some((finding) => finding.endsWith('is missing'))) return inputs;
    const wanted = new Map((await this.files(recipe)).map(({ path, text }) => [path, text]));
    const files = [...wanted].flatMap(([path, text]) => this.compared(path, text));
    const surplus = Object.keys(owned).filter((path) => !wanted.has(path) && isThere(join(root, path)));
    return [...inputs, ...files, ...surplus.map((path) => `${join(folder, path)} is not rendered any more`)];
  }

  /** Without `wanted` only what was edited after it was written is told. */
  private compared(path: string, wanted: string | undefined): string[] {
    const { folder, root, owned } = this.recorded;
    const named = join(folder, path);
    if (!isThere(join(root, path))) return [`${named} is missing`];
    const differences = differencesOf(named, readText(named, join(root, path)), owned[path] ?? '', wanted);
    return differences.map(({ object, what }) => `${named}${object === undefined ? '' : `: ${object}`} ${WORDS[what]}`);
  }

  private async files(recipe: Recipe): Promise<OutputFile[]> {
    const result = await this.render(recipe);
    if (!result) return [];
    const { rendered, plan } = result;
    if (recipe.delivers === undefined) return filesOf(rendered, recipe.layout);
    const delivered = redelivered(rendered, plan, recipe).filter(({ name }) => name === this.recorded.release);
    return delivered.flatMap((file) => filesOf(file, 'release'));
  }

  /** `undefined` for a release that its file no longer lists. */
  private async render(recipe: Recipe): Promise<Result | undefined> {
    const { root, release } = this.recorded;
    const flags = flagsOf(this.io, recipe, root);
    const rendering = recipe.delivers ?? release;
    const plans = (await this.plan(recipe, flags)).filter(({ name }) => name === rendering);
    const results: Result[] = [];
    const sink: Sink = {
      take: (full, _output, keep, plan) => {
        const texts = () => earlierTexts(root, { releases: { [release]: this.recorded.owned } }, release);
        results.push({ rendered: withRequirements(full, keep(full, texts, plan), plan), plan });
      },
      end: () => undefined,
      drop: () => undefined,
    };
    // Rendering told its warnings when it wrote.
    const unheard = quiet(this.io);
    await render(unheard, plans, sink, {
      validate: false,
      named: flags.config !== undefined,
      keep: finisher(unheard, this.recorded.tool, flags, flags.config !== undefined),
    });
    return results[0];
  }
}
