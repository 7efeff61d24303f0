// Compares an output folder with what a releases file renders now, whatever its index says.

import { join, resolve } from 'node:path';
import { earlierTexts } from '../../lib/output/output-index';
import { filesOf } from '../../lib/output/release-files';
import type { Layout } from '../../lib/render/layout';
import type { Registry } from '../../lib/render/registry';
import { withRequirements } from '../files/requirements-file';
import { type Compared, compareFile, countOf, type VerifiedFolder } from '../files/verified-folder';
import type { VerifyFlags } from '../flags/verify-flags';
import { type Io, quiet } from '../io';
import { deliverer } from '../plan/delivering';
import type { Plan } from '../plan/plan';
import { OUTPUT, plansOf } from '../plan/selection';
import { finisher } from './finish';
import { render } from './render-plans';
import type { Sink } from './sink';

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
  // As with `synth -o`, a folder that no release names holds all of them.
  const output = plans.some(isOwn) || isDelivery ? undefined : named;
  const deliver = deliverer(unheard, plans, { ...flags, layout, ...(output === undefined ? {} : { output }) });
  const wanted = new Map<string, string>();
  const releases = new Set<string>();
  const want = (name: string, files: ReturnType<typeof filesOf>) => {
    releases.add(name);
    for (const { path, text } of files) wanted.set(path, text);
  };
  const filesAs = (release: Parameters<typeof filesOf>[0], as: Layout) => filesOf(release, as);
  const sink: Sink = {
    take: (full, own, keep, plan) => {
      const kept = keep(full, () => (tree ? earlierTexts(tree, index, full.name) : []), plan);
      const rendered = withRequirements(full, kept, plan);
      if (resolve(io.cwd, output ?? own ?? OUTPUT) === root) want(full.name, filesAs(rendered, layout));
      const delivery = deliver(rendered);
      if (!delivery || resolve(io.cwd, delivery.folder) !== root) return;
      for (const file of delivery.files) want(file.name, filesAs(file, 'release'));
    },
    end: () => undefined,
    drop: () => undefined,
  };
  const keep = finisher(unheard, tool, { ...flags, layout }, { ofFile: true });
  await render(unheard, plans, sink, { validate: false, named: true, keep });
  const recorded = new Map([...index.releases.values()].flatMap((files) => Object.entries(files)));
  const findings = [...wanted].flatMap(([path, text]) => compareFile(folder, path, recorded.get(path) ?? '', text));
  const surplus = [...recorded.keys()].filter((path) => !wanted.has(path) && tree?.entryAt(path) !== 'missing');
  return {
    findings: [
      ...(releases.size === 0 ? [`${named}: ${config} writes nothing to this folder`] : []),
      ...findings,
      ...surplus.map((path) => `${join(named, path)} is not rendered by ${config}`),
    ],
    owned: new Set([...wanted.keys(), ...recorded.keys()]),
    verdict: `${countOf(releases.size)}, exactly what ${config} gives`,
  };
}
