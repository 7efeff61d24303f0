// Where rendered releases go: to standard output, or to files.

import { join, resolve } from 'node:path';
import { commitAll } from '../../lib/output/commit';
import { isSecret } from '../../lib/output/release-files';
import type { Staged } from '../../lib/output/staged';
import { OutputWriter } from '../../lib/output/writer';
import type { Layout } from '../../lib/render/layout';
import type { ChartEntry } from '../../lib/render/registry';
import type { Rendered } from '../../lib/render/render';
import { visible } from '../../lib/values/visible';
import { toYaml } from '../../lib/yaml/yaml';
import { warnOfGit } from '../files/git-guard';
import { linkFreeFolders } from '../files/link-free-folders';
import { type FinishFlags, recorder } from '../files/recipe';
import { withRequirements } from '../files/requirements-file';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { type Deliver, deliveryRecipe } from '../plan/delivering';
import type { Plan } from '../plan/plan';
import { note, warn } from '../print/report';
import { type Count, summary } from '../print/summary';
import type { Owners } from './owners';
import { recordedObjects } from './recorded-objects';
import type { Keep } from './secrets';

/** Takes the rendered releases one after the other; nothing of them is seen before `end`. */
export interface Sink {
  /** `output` is the release's own folder. */
  take(rendered: Rendered, output: string | undefined, keep: Keep, plan: Plan): void;
  /** `signal` ends the wait for another run. */
  end(signal?: AbortSignal): void | Promise<void>;
  /** Forgets what it took. */
  drop(): void;
}

export function toStdout(io: Io): Sink {
  const documents: string[] = [];
  let isPrivate = false;
  return {
    take: (full, _output, keep, plan) => {
      const { objects, folders } = keep(full, () => [], plan);
      if (folders) throw new UsageError('--stdout has no folders, which --target flux needs');
      documents.push(toYaml(objects));
      isPrivate ||= objects.some(isSecret);
    },
    end: () => {
      const text = documents.join('---\n');
      if (isPrivate) io.outPrivate(text);
      else io.out(text);
    },
    drop: () => undefined,
  };
}

/** What the sink of another thread has staged for a folder. */
export interface Part {
  /** The folder as the user names it. */
  readonly named: string;
  readonly staged: Staged;
  readonly count: Count;
  readonly exposed: readonly string[];
}

/** A sink that can hand what it took to another one. */
export interface FolderSink extends Sink {
  handOver(): Part[];
  takeOver(part: Part): void;
}

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
  /** Every release goes to `output`, also one that has a folder of its own. */
  readonly fixed?: boolean;
  readonly secrets?: FinishFlags;
  /** The releases of this run, so that none shares an object with one that an earlier run wrote into its folder. */
  readonly owners?: Owners;
  /** What tells Argo CD and Flux of the releases. */
  readonly deliver?: Deliver;
  /** The releases file; no symbolic link below its folder is followed. */
  readonly config?: string | undefined;
  /** Is told of each folder before anything is put there. */
  readonly onOpen?: (writer: OutputWriter) => void;
}

/** Only a run of a whole releases file knows of all releases. */
export const folderOptions = (chart: ChartEntry | undefined, flags: SynthFlags): FolderOptions => ({
  prune: chart === undefined && flags.only === undefined,
  fixed: flags.output !== undefined,
  secrets: flags,
  config: flags.config,
});

/** Absolute path of the folder that a release goes to. */
export const folderOf =
  (io: Io, output: string, fixed: boolean) =>
  (plan: Plan): string =>
    resolve(io.cwd, fixed ? output : (plan.output ?? output));

function warnOfKept(io: Io, folder: string, kept: readonly string[]): void {
  for (const path of kept) {
    warn(
      io,
      `${join(folder, path)} is no longer rendered but was edited, so it was kept: delete it if it is not needed`,
    );
  }
}

/** Every release goes to its own folder where it has one and `fixed` is not set, else to `output`. */
export function toFolder(
  io: Io,
  tool: string,
  output: string,
  layout: Layout,
  { prune, fixed = true, secrets = {}, owners, deliver = () => undefined, config, onOpen }: FolderOptions,
): FolderSink {
  const record = recorder(io, layout, secrets);
  const folders = new Map<string, Opened>();
  const bases = linkFreeFolders(io, config);
  const open = (named: string, layoutThere: Layout = layout): Opened => {
    const folder = resolve(io.cwd, named);
    const known = folders.get(folder);
    if (known) return known;
    const writer = new OutputWriter({
      folder,
      bases,
      layout: layoutThere,
      tool,
      prune,
      admit: (staying, read) => owners?.demandAbsent(folder, named, recordedObjects(staying, read)),
    });
    const opened = { named, writer, count: { releases: 0, objects: 0 }, exposed: [] };
    folders.set(folder, opened);
    onOpen?.(writer);
    return opened;
  };
  const add = (opened: Opened, { releases, objects }: Count) => {
    opened.count = { releases: opened.count.releases + releases, objects: opened.count.objects + objects };
  };
  return {
    take: (full, own, keep, plan) => {
      const opened = open(fixed ? output : (own ?? output));
      const { named, writer } = opened;
      const kept = keep(full, () => writer.earlier(full.name), plan);
      const rendered = withRequirements(full, kept, plan);
      opened.exposed.push(...writer.add(rendered, record(plan, resolve(io.cwd, named))));
      add(opened, { releases: 1, objects: rendered.objects.length });
      const delivery = deliver(rendered);
      if (!delivery) return;
      const beside = open(delivery.folder, 'release');
      const recipe = deliveryRecipe(record(plan, beside.writer.folder), full.name, delivery);
      for (const file of delivery.files) beside.writer.add(file, recipe);
      add(beside, { releases: 1, objects: delivery.files.flatMap(({ objects }) => objects).length });
    },
    end: async (signal) => {
      const all = [...folders.values()];
      warnOfGit(
        io,
        [...folders].map(([folder, { exposed }]) => ({ folder, files: exposed })),
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
    },
    drop: () => {
      for (const { writer } of folders.values()) writer.abort();
    },
    handOver: () => [...folders.values()].map(({ writer, ...part }) => ({ ...part, staged: writer.handOver() })),
    takeOver: ({ named, staged, count, exposed }) => {
      const opened = open(named);
      opened.exposed.push(...exposed);
      opened.writer.takeOver(staged);
      add(opened, count);
    },
  };
}
