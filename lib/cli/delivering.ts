// What --delivery and `delivery:` ask for: the objects of Argo CD or Flux, in a folder of their own.

import { relative, resolve, sep } from 'node:path';
import { type Delivered, deliveredOf } from '../render/delivery/objects';
import { type DeliverySettings, deliverySettings } from '../render/delivery/settings';
import type { Target } from '../render/delivery/targets';
import type { Layout } from '../render/files';
import type { Recipe } from '../render/output-index';
import type { Rendered } from '../render/render';
import { setLayer } from '../values/set';
import type { SynthFlags } from './flags';
import type { Io } from './io';
import type { Plan } from './plan';
import { UsageError } from './usage';

export type DeliveryFlags = Pick<SynthFlags, 'delivery' | 'target'>;

export interface Delivery {
  readonly folder: string;
  readonly files: readonly Delivered[];
  /** For the index of that folder. */
  readonly flags: Readonly<Record<'delivery', readonly string[]>>;
}

/** `rendered` is as its target wants it; `output` is the folder of its manifests, as the user named it. */
export type Deliver = (rendered: Rendered, plan: Plan, output: string) => Delivery | undefined;

/** Delivers the releases of one run. */
export function deliverer(io: Io, layout: Layout, { delivery: given = [], target: ofAll }: DeliveryFlags): Deliver {
  const apart = new ApartFolders(io.cwd);
  const sources = new Sources();
  return (rendered, plan, output) => {
    apart.add('output', output);
    if (given.length === 0 && plan.delivery.length === 0) return undefined;
    const { target = 'kubectl' } = rendered;
    if (target === 'kubectl') {
      const isOfFile = plan.flags.config !== undefined;
      // A file can have releases for kubectl among others.
      if (isOfFile && (plan.target ?? ofAll) !== undefined) return undefined;
      const remedy = isOfFile ? ' (say target: kubectl where none is meant)' : '';
      throw new UsageError(`a delivery is for target argocd or flux${remedy}`);
    }
    const settings = settingsOf(target, plan, given);
    apart.add('delivery.folder', settings.folder);
    const path = settings.path || pathInRepository(output);
    return {
      folder: settings.folder,
      files: sources.onceEach(settings.folder, deliveredOf(rendered, settings, { layout, path }), rendered.name),
      flags: { delivery: settings.path === '' ? [...given, `path=${escaped(path)}`] : given },
    };
  };
}

type Use = 'output' | 'delivery.folder';

/** Whoever applies one folder must not apply the other with it. */
class ApartFolders {
  private readonly seen = new Map<string, { readonly use: Use; readonly named: string }>();

  constructor(private readonly cwd: string) {}

  add(use: Use, named: string): void {
    const folder = resolve(this.cwd, named);
    const known = this.seen.get(folder);
    if (known?.use === use) return;
    for (const [other, { use: otherUse, named: otherName }] of this.seen) {
      if (otherUse === use || !(isBelow(other, folder) || isBelow(folder, other))) continue;
      throw new UsageError(
        `${use} ${named} and ${otherUse} ${otherName} are one in the other: what applies one would apply both (give folders beside each other)`,
      );
    }
    this.seen.set(folder, { use, named });
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
}

/** Sources that releases share: each is written once. */
class Sources {
  private readonly seen = new Map<string, { readonly release: string; readonly text: string }>();

  onceEach(folder: string, files: readonly Delivered[], release: string): Delivered[] {
    return files.filter(({ name, objects }) => {
      if (name === release) return true;
      const key = `${folder}/${name}`;
      const text = JSON.stringify(objects);
      const known = this.seen.get(key);
      if (known && known.text !== text) {
        throw new UsageError(`${name} is another one for ${known.release}: name two sources (delivery.flux.source)`);
      }
      this.seen.set(key, { release, text });
      return known === undefined;
    });
  }
}

/** The command's win. */
function settingsOf(
  target: Exclude<Target, 'kubectl'>,
  { delivery }: Plan,
  given: readonly string[],
): DeliverySettings {
  const flags = given.map((argument) => setLayer('--set', argument, () => '', '--delivery'));
  return deliverySettings(target, [...delivery, ...flags]);
}

/** One of these files once more, as a recipe tells of it. */
export function redelivered(
  name: string,
  rendered: Rendered,
  plan: Plan,
  { layout, flags }: Pick<Recipe, 'layout' | 'flags'>,
): Delivered | undefined {
  const { target = 'kubectl' } = rendered;
  if (target === 'kubectl') return undefined;
  const settings = settingsOf(target, plan, (flags.delivery ?? []) as readonly string[]);
  return deliveredOf(rendered, settings, { layout, path: settings.path }).find((file) => file.name === name);
}

function pathInRepository(output: string): string {
  const path = output.split(sep).join('/');
  if (!path.startsWith('/') && !path.split('/').includes('..')) return path;
  throw new UsageError(`where is ${output} in the repository? (give delivery.path)`);
}

/** As --set reads it. */
const escaped = (text: string): string => text.replaceAll(/[\\,]/g, '\\$&');

/** The recipe of the objects that deliver a release, from that of its manifests. */
export const deliveryRecipe = (recipe: Recipe, release: string, { flags }: Delivery): Recipe =>
  recipe.unreproducible === undefined
    ? { ...recipe, flags: { ...recipe.flags, ...flags }, delivers: release }
    : { ...recipe, delivers: release };
