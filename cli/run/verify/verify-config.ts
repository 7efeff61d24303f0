// Compares an output folder with what a releases file renders now, regardless of the folder's index.

import { join, resolve } from 'node:path';
import { earlierTexts } from '../../../lib/output/index/output-index';
import { filesOf } from '../../../lib/output/release-files';
import type { Registry } from '../../../lib/render/registry';
import { type Compared, compareFile, countOf, type VerifiedFolder } from '../../files/verified-folder';
import type { VerifyFlags } from '../../flags/verify-flags';
import { type Io, quiet } from '../../io';
import { Deliveries } from '../../plan/delivering';
import { RunSettings } from '../../plan/pipeline-settings';
import type { Plan } from '../../plan/plan';
import { OUTPUT, plansOf } from '../../plan/selection';
import { COMPARE } from '../output/encrypting';
import type { Sink } from '../output/sink';
import { render } from '../render-plans';

export async function compareWithConfig(
  io: Io,
  tool: string,
  registry: Registry,
  folder: VerifiedFolder,
  { config, layout = 'release', ...flags }: VerifyFlags & { readonly config: string },
): Promise<Compared> {
  const { named, root, tree, index } = folder;
  const unheard = quiet(io);
  const { allowOutside } = flags;
  const plans = await plansOf(unheard, registry, undefined, { config, ...(allowOutside ? { allowOutside } : {}) });
  const isOwn = ({ output = OUTPUT }: Plan) => resolve(io.cwd, output) === root;
  const isDelivery = plans.length > 0 && [...index.recipes.values()].some(({ delivers }) => delivers !== undefined);
  // As with `synth -o`, a folder that is not the output of any release contains all of them.
  const output = plans.some(isOwn) || isDelivery ? undefined : named;
  const deliveries = new Deliveries(unheard, plans, { ...flags, layout, ...(output === undefined ? {} : { output }) });
  const wanted = new Map<string, string>();
  const releases = new Set<string>();
  const want = (name: string, files: ReturnType<typeof filesOf>) => {
    releases.add(name);
    for (const { path, text } of files) wanted.set(path, text);
  };
  const sink: Sink = {
    earlier: ({ name }) => (tree ? earlierTexts(tree, index, name) : []),
    take: (release, plan) => {
      if (resolve(io.cwd, output ?? plan.output ?? OUTPUT) === root) want(release.name, filesOf(release, layout));
      const delivery = deliveries.of(release);
      if (!delivery || resolve(io.cwd, delivery.folder) !== root) return;
      for (const file of delivery.files) want(file.name, filesOf(file, 'release'));
    },
    end: () => undefined,
    drop: () => undefined,
  };
  const settings = new RunSettings(unheard, tool, { ...flags, layout }, { ofFile: true, requirements: 'file' });
  await render(unheard, plans, sink, { encryptorOf: COMPARE, validate: false, named: true, settings });
  const recorded = new Map([...index.releases.values()].flatMap((files) => Object.entries(files)));
  const findings = [...wanted].flatMap(([path, text]) => compareFile(folder, path, recorded.get(path) ?? '', text));
  const surplus = [...recorded.keys()].filter((path) => !wanted.has(path) && tree?.entryAt(path) !== 'missing');
  return {
    findings: [
      ...(releases.size === 0 ? [`${named}: ${config} does not write to this folder`] : []),
      ...findings,
      ...surplus.map((path) => `${join(named, path)} is not rendered by ${config}`),
    ],
    owned: new Set([...wanted.keys(), ...recorded.keys()]),
    verdict: `${countOf(releases.size)}, matches ${config}`,
  };
}
