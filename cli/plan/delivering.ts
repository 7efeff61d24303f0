// --delivery and `delivery:`: the objects of Argo CD or Flux, in a separate folder.

import { relative, resolve, sep } from 'node:path';
import type { Delivered } from '../../lib/delivery/objects';
import type { DeliverySettings } from '../../lib/delivery/settings/settings';
import type { Recipe } from '../../lib/output/index/output-index';
import type { Rendered } from '../../lib/render/render';
import type { Target } from '../../lib/render/targets';
import { setLayer } from '../../lib/values/file/set';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { ReleaseErrors } from '../print/report';
import type { Plan } from './plan';
import { OUTPUT } from './selection';

/** Loaded only if it is used. */
const objects = () => require('../../lib/delivery/objects') as typeof import('../../lib/delivery/objects');
const sets = () => require('../../lib/delivery/application-set') as typeof import('../../lib/delivery/application-set');
const sources = () => require('../../lib/delivery/sources') as typeof import('../../lib/delivery/sources');

export interface Delivery {
  readonly folder: string;
  readonly files: readonly Delivered[];
  /** For the index of that folder. */
  readonly flags: Readonly<Record<'delivery', readonly string[]>>;
}

type DeliveryFlags = Pick<SynthFlags, 'delivery' | 'target' | 'output' | 'layout' | 'only'>;

/** What is known about a delivery before rendering. */
interface Planned {
  readonly settings: DeliverySettings;
  readonly path: string;
  /** The part that it shares with other releases, which the first release writes. */
  readonly shared: readonly Delivered[];
}

/** The deliveries of the releases of one run. */
export class Deliveries {
  private readonly planned: ReadonlyMap<string, Planned>;

  /** Throws if the deliveries of the releases conflict. */
  constructor(
    io: Io,
    plans: readonly Plan[],
    private readonly flags: DeliveryFlags,
  ) {
    this.planned = plannedDeliveries(io, plans, flags);
  }

  /** The folders of all deliveries. */
  get folders(): string[] {
    return [...new Set([...this.planned.values()].map(({ settings }) => settings.folder))];
  }

  /** Where the output folder of a release is in the repository. */
  pathOf({ name }: Plan, output: string): string {
    return this.planned.get(name)?.path ?? pathInRepository(output);
  }

  /** The delivery of a release that was rendered for its target; `undefined` if there is none. */
  of(rendered: Rendered): Delivery | undefined {
    const { delivery: given = [], layout = 'release' } = this.flags;
    const found = this.planned.get(rendered.name);
    if (!found) return undefined;
    const { settings, path, shared } = found;
    const own = settings.argocd.applicationSet ? [] : [objects().deliveredOf(rendered, settings, { layout, path })];
    return {
      folder: settings.folder,
      files: [...own, ...shared],
      flags: { delivery: settings.path === '' ? [...given, `path=${escaped(path)}`] : given },
    };
  }
}

/** By release. A shared source belongs to the first release that uses it, no matter which releases are rendered. */
function plannedDeliveries(io: Io, plans: readonly Plan[], flags: DeliveryFlags): Map<string, Planned> {
  const planned = new Map<string, Planned>();
  const separate = new SeparateFolders(io.cwd);
  const sources = new Sources(io.cwd);
  const failed: { readonly release: string; readonly error: unknown }[] = [];
  for (const plan of plans) {
    const output = flags.output ?? plan.output ?? OUTPUT;
    separate.add('output', output);
    try {
      const target = flags.target ?? plan.target ?? 'kubectl';
      const settings = isDelivered(plan, flags, target) ? settingsOf(target, plan, flags.delivery) : undefined;
      if (!settings) continue;
      separate.add('delivery.folder', settings.folder);
      const path = settings.path || pathInRepository(output);
      const source = sources.fresh(target, settings, plan.name);
      planned.set(plan.name, { settings, path, shared: source ? [source] : [] });
    } catch (error) {
      if (plan.flags.config === undefined) throw error;
      failed.push({ release: plan.name, error });
    }
  }
  if (failed.length > 0) throw new ReleaseErrors(failed);
  addSets(io, planned, flags);
  return planned;
}

/** Adds each ApplicationSet to the first of its releases. Throws if they differ in more than their names. */
function addSets(io: Io, planned: Map<string, Planned>, { only, layout = 'release' }: DeliveryFlags): void {
  for (const [key, releases] of setsOf(io, planned)) {
    const [first = '', ...others] = releases;
    const { settings, path, shared } = planned.get(first) as Planned;
    const name = settings.argocd.applicationSet;
    if (only !== undefined) throw new UsageError(`ApplicationSet ${name} lists all of its releases (omit --only)`);
    const text = JSON.stringify([settings, path]);
    const other = others.find((release) => {
      const { settings: own, path: place } = planned.get(release) as Planned;
      return JSON.stringify([own, place]) !== text;
    });
    if (other) throw new UsageError(`${key}: ${first} and ${other} differ in delivery (use two ApplicationSets)`);
    planned.set(first, {
      settings,
      path,
      shared: [...shared, sets().applicationSet(releases, settings, layout, path)],
    });
  }
}

/** The releases of each ApplicationSet, by its file. */
function setsOf(io: Io, planned: ReadonlyMap<string, Planned>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [release, { settings }] of planned) {
    const { applicationSet } = settings.argocd;
    if (applicationSet === '') continue;
    const key = relative(io.cwd, resolve(io.cwd, settings.folder, `applicationset.${applicationSet}`));
    found.set(key, [...(found.get(key) ?? []), release]);
  }
  return found;
}

function isDelivered(plan: Plan, { delivery = [], target: ofAll }: DeliveryFlags, target: Target): boolean {
  if (delivery.length === 0 && plan.delivery.length === 0) return false;
  if (target !== 'kubectl') return true;
  const isOfFile = plan.flags.config !== undefined;
  // A file can have releases for kubectl among others.
  if (isOfFile && (plan.target ?? ofAll) !== undefined) return false;
  const remedy = isOfFile ? ' (set target: kubectl for releases without delivery)' : '';
  throw new UsageError(`delivery requires target argocd or flux${remedy}`);
}

type Use = 'output' | 'delivery.folder';

/** Applying one folder must not apply the other one, too. */
class SeparateFolders {
  private readonly seen = new Map<string, { readonly use: Use; readonly named: string }>();

  constructor(private readonly cwd: string) {}

  add(use: Use, named: string): void {
    const folder = resolve(this.cwd, named);
    const known = this.seen.get(folder);
    if (known?.use === use) return;
    for (const [other, { use: otherUse, named: otherName }] of this.seen) {
      if (otherUse === use || !(isBelow(other, folder) || isBelow(folder, other))) continue;
      throw new UsageError(
        `${use} ${named} and ${otherUse} ${otherName} are nested: whatever applies one would apply both (use separate folders)`,
      );
    }
    this.seen.set(folder, { use, named });
  }
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
}

/** Sources that releases share, each written once. */
class Sources {
  private readonly seen = new Map<string, { readonly release: string; readonly text: string }>();

  constructor(private readonly cwd: string) {}

  /** The source of a release, unless an earlier release has written it. */
  fresh(target: Target, settings: DeliverySettings, release: string): Delivered | undefined {
    const source = sources().sourceOf(target, settings);
    if (!source) return undefined;
    const key = resolve(this.cwd, settings.folder, source.name);
    const text = JSON.stringify(source);
    const known = this.seen.get(key);
    if (known && known.text !== text) {
      throw new Error(
        `${source.name} differs from that of ${known.release}: use two source names (delivery.flux.source)`,
      );
    }
    this.seen.set(key, known ?? { release, text });
    return known ? undefined : source;
  }
}

/** The command's settings override the file's. */
function settingsOf(target: Target, { delivery }: Plan, given: readonly string[] = []): DeliverySettings {
  const flags = given.map((argument) => setLayer('--set', argument, () => '', '--delivery'));
  const { deliverySettings } =
    require('../../lib/delivery/settings/settings') as typeof import('../../lib/delivery/settings/settings');
  return deliverySettings(target, [...delivery, ...flags]);
}

/** The files that deliver a release, rendered again from a recipe. `plans` are all releases that the recipe renders. */
export function redelivered(rendered: Rendered, plan: Plan, plans: readonly Plan[], recipe: Recipe): Delivered[] {
  const { layout, flags } = recipe;
  const { target = 'kubectl' } = rendered;
  const given = flags.delivery as readonly string[] | undefined;
  const settings = settingsOf(target, plan, given);
  const source = sources().sourceOf(target, settings);
  const place = { layout, path: settings.path };
  const { applicationSet } = settings.argocd;
  const requested = { delivery: given ?? [], ...(typeof flags.target === 'string' ? { target } : {}) };
  const names = plans
    .filter((one) => applicationSet !== '' && isDelivered(one, requested, requested.target ?? one.target ?? 'kubectl'))
    .filter((one) => settingsOf(target, one, given).argocd.applicationSet === applicationSet)
    .map(({ name }) => name);
  return [
    ...(applicationSet === ''
      ? [objects().deliveredOf(rendered, settings, place)]
      : [sets().applicationSet(names, settings, layout, settings.path)]),
    ...(source ? [source] : []),
  ];
}

function pathInRepository(output: string): string {
  const path = output.split(sep).join('/');
  if (!path.startsWith('/') && !path.split('/').includes('..')) return path;
  throw new UsageError(`cannot determine the path of ${output} in the repository (set delivery.path)`);
}

/** In the syntax of --set. */
const escaped = (text: string): string => text.replaceAll(/[\\,]/g, '\\$&');

/** The recipe of the objects that deliver a release, from the recipe of its manifests. */
export const deliveryRecipe = (recipe: Recipe, release: string, { flags }: Delivery): Recipe =>
  recipe.unreproducible === undefined
    ? { ...recipe, flags: { ...recipe.flags, ...flags }, delivers: release }
    : { ...recipe, delivers: release };
