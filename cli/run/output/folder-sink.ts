// Writes rendered releases to output folders. Loaded only by runs that write.

import { join, resolve } from 'node:path';
import { commitAll } from '../../../lib/output/transaction';
import { OutputWriter } from '../../../lib/output/writer';
import type { Shard } from '../../../lib/releases/shard';
import type { ChartEntry } from '../../../lib/render/registry';
import type { Layout } from '../../../lib/render/render';
import { visible } from '../../../lib/values/visible';
import { warnOfGit } from '../../files/git-guard';
import { linkFreeFolders } from '../../files/link-free-folders';
import { type FinishFlags, recorder } from '../../files/recipe';
import type { SynthFlags } from '../../flags/flags';
import type { Io } from '../../io';
import { type Deliveries, deliveryRecipe } from '../../plan/delivering';
import type { Plan } from '../../plan/plan';
import { note, warn } from '../../print/report';
import { type Count, summary } from '../../print/summary';
import type { Owners } from './owners';
import { recordedObjects } from './recorded-objects';
import type { Sink } from './sink';

interface Opened {
  readonly named: string;
  readonly writer: OutputWriter;
  count: Count;
  /** Files that hold credentials, relative to the folder. */
  readonly exposed: string[];
}

export interface FolderOptions {
  /** Removes the files of releases that this run does not render. */
  readonly prune: boolean;
  /** Whether all releases go to `output`, even those with their own folder. */
  readonly fixed?: boolean;
  /** The share of the releases that this run renders; absent for all. */
  readonly shard?: Shard | undefined;
  /** Output folders that this run prunes even if it renders no release for them. */
  readonly folders?: readonly string[];
  readonly secrets?: FinishFlags;
  /** The releases of this run, to detect objects that they share with releases of earlier runs in the same folder. */
  readonly owners?: Owners;
  /** The deliveries for Argo CD and Flux. */
  readonly deliveries?: Deliveries;
  /** The releases file. No symbolic link in its folder is followed. */
  readonly config?: string | undefined;
}

/** Only a run of a whole releases file knows all releases. */
export const folderOptions = (chart: ChartEntry | undefined, flags: SynthFlags): FolderOptions => ({
  prune: chart === undefined && flags.only === undefined,
  fixed: flags.output !== undefined,
  shard: flags.shard,
  secrets: flags,
  config: flags.config,
});

export function warnOfKept(io: Io, folder: string, kept: readonly string[]): void {
  for (const path of kept) {
    warn(
      io,
      `${join(folder, path)} is no longer rendered but was edited, so it was kept: delete it if it is not needed`,
    );
  }
}

/** A release goes to its own folder, if it has one and `fixed` is not set, or to `output`. */
export function toFolder(
  io: Io,
  tool: string,
  output: string,
  layout: Layout,
  { prune, fixed = true, shard, secrets = {}, owners, deliveries, config, folders: pruned = [] }: FolderOptions,
): Sink {
  const record = recorder(io, layout, secrets);
  const folders = new Map<string, Opened>();
  const byName = new Map<string, Opened>();
  const folderNamed = (plan: Plan): string => (fixed ? output : (plan.output ?? output));
  const bases = linkFreeFolders(io, config);
  const open = (named: string, layoutThere: Layout = layout): Opened => {
    const opened = byName.get(named) ?? openFolder(named, layoutThere);
    byName.set(named, opened);
    return opened;
  };
  const openFolder = (named: string, layoutThere: Layout): Opened => {
    const folder = resolve(io.cwd, named);
    const known = folders.get(folder);
    if (known) return known;
    const writer = new OutputWriter({
      folder,
      bases,
      layout: layoutThere,
      tool,
      prune,
      shard,
      admit: (staying, read) => owners?.demandAbsent(folder, named, recordedObjects(staying, read)),
    });
    const opened = { named, writer, count: { releases: 0, objects: 0 }, exposed: [] };
    folders.set(folder, opened);
    return opened;
  };
  const add = (opened: Opened, { releases, objects }: Count) => {
    opened.count = { releases: opened.count.releases + releases, objects: opened.count.objects + objects };
  };
  for (const named of pruned) open(named);
  if (shard) for (const named of deliveries?.folders ?? []) open(named, 'release');
  return {
    earlier: (plan) => open(folderNamed(plan)).writer.earlier(plan.name),
    take: (release, plan) => {
      const opened = open(folderNamed(plan));
      const { writer } = opened;
      opened.exposed.push(...writer.add(release, record(plan, writer.folder)));
      add(opened, { releases: 1, objects: release.objects.length });
      const delivery = deliveries?.of(release);
      if (!delivery) return;
      const target = open(delivery.folder, 'release');
      const recipe = deliveryRecipe(record(plan, target.writer.folder), release.name, delivery);
      for (const file of delivery.files) target.writer.add(file, recipe);
      add(target, { releases: 1, objects: delivery.files.flatMap(({ objects }) => objects).length });
    },
    end: async (signal) => {
      const all = [...folders.values()];
      await warnOfGit(
        io,
        [...folders].map(([folder, { exposed }]) => ({ folder, files: exposed })),
        signal,
      );
      const onWait = (message: string) => note(io, visible(message));
      const written = await commitAll(
        all.map(({ writer }) => writer),
        { signal, onWait },
      );
      for (const [index, { named, count }] of all.entries()) {
        const result = written[index];
        if (!result) continue;
        warnOfKept(io, named, result.kept);
        note(io, visible(summary(named, count, result)));
      }
      for (const { named, writer } of all) {
        const { previous } = writer;
        if (previous === undefined || previous.tool === tool) continue;
        const { noticeOfMove } = require('../../upgrade/notice') as typeof import('../../upgrade/notice');
        noticeOfMove(io, { named, from: previous.tool, to: tool, charts: previous.charts });
      }
    },
    drop: () => {
      for (const { writer } of folders.values()) writer.abort();
    },
  };
}
