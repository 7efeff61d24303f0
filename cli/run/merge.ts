// `merge`: combines the output folders of all shards into one.

import { resolve } from 'node:path';
import { isAsRecorded, shardedBy } from '../../lib/output/index/output-index';
import { readIndex } from '../../lib/output/index/parse-index';
import { isSecret, type OutputFile } from '../../lib/output/release-files';
import { commitAll } from '../../lib/output/transaction';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import { OutputTree } from '../../lib/output/tree/output-tree';
import { OutputWriter } from '../../lib/output/writer';
import { shardNumberOf } from '../../lib/releases/shard';
import { manifestsOfText } from '../../lib/review/diff/documents';
import { listSummary } from '../../lib/values/list-summary';
import { visible } from '../../lib/values/visible';
import { warnOfGit } from '../files/git-guard';
import { linkFreeFolders } from '../files/link-free-folders';
import type { VerifiedFolder } from '../files/verified-folder';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { isBelow } from '../plan/delivering';
import { demandPath } from '../plan/plan';
import { OUTPUT } from '../plan/selection';
import { note } from '../print/report';
import { type Count, summary } from '../print/summary';
import { warnOfKept } from './output/folder-sink';
import { Owners } from './output/owners';
import { recordedObjects } from './output/recorded-objects';

export interface MergeFlags {
  readonly output?: string;
}

type Part = VerifiedFolder & { readonly tree: OutputTree };

export async function merge(
  io: Io,
  tool: string,
  folders: readonly string[],
  { output = OUTPUT }: MergeFlags,
): Promise<void> {
  demandPath('--output', output);
  const { holdSignals = (work) => work(new AbortController().signal) } = io;
  const parts: Part[] = [];
  try {
    for (const named of folders) parts.push(opened(io, named, output));
    const of = demandComplete(parts);
    await holdSignals((signal) => write(io, tool, parts, of, output, signal));
  } finally {
    for (const { tree } of parts) tree.close();
  }
}

function opened(io: Io, named: string, output: string): Part {
  demandPath('the folder', named);
  const root = resolve(io.cwd, named);
  const target = resolve(io.cwd, output);
  if (isBelow(root, target) || isBelow(target, root)) {
    throw new UsageError(`${named} and the output folder ${output} must be separate: neither may contain the other`);
  }
  const tree = OutputTree.open({ folder: root, bases: linkFreeFolders(io, undefined) });
  if (!tree) throw new Error(`${named}: no such folder`);
  try {
    if (tree.stats(INDEX_FILE) === undefined)
      throw new Error(`${named}: contains no ${INDEX_FILE}, so it is no output`);
    return { named, root, tree, index: readIndex(tree) };
  } catch (error) {
    tree.close();
    throw error;
  }
}

/** The number of shards. Throws unless there is exactly one folder for each shard. */
function demandComplete(parts: readonly Part[]): number {
  const owners = new Map<number, string>();
  const [first] = parts;
  const of = first?.index.shards?.of ?? 1;
  for (const { named, index } of parts) {
    const { shards, pending } = index;
    if (pending.size > 0) throw new Error(`${named}: the run that wrote it was stopped (run it again)`);
    if (!shards) throw new Error(`${named}: was not written with --shard, or is complete`);
    if (shards.of !== of) {
      throw new Error(
        `${named}: is one of ${shards.of} shards, and ${first?.named} one of ${of} (use the same number)`,
      );
    }
    for (const number of shards.written) {
      const other = owners.get(number);
      if (other !== undefined) throw new Error(`${other} and ${named} both contain shard ${number}/${of}`);
      owners.set(number, named);
    }
  }
  const [missing, ...more] = Array.from({ length: of }, (_, at) => at + 1).filter((number) => !owners.has(number));
  if (missing !== undefined) throw new Error(`shard ${listSummary(`${missing}/${of}`, more.length)} is missing`);
  return of;
}

async function write(
  io: Io,
  tool: string,
  parts: readonly Part[],
  of: number,
  output: string,
  signal: AbortSignal,
): Promise<void> {
  const folder = resolve(io.cwd, output);
  const writer = new OutputWriter({
    ...{ folder, tool, bases: linkFreeFolders(io, undefined) },
    // Only for files that are yet to be made of objects.
    layout: 'release',
    prune: true,
  });
  const owners = new Owners();
  let count: Count = { releases: 0, objects: 0 };
  const exposed: string[] = [];
  try {
    for (const part of parts) {
      const { tree, index } = part;
      const own = [...index.releases].filter(([name]) =>
        index.shards?.written.includes(shardNumberOf(shardedBy(index, name), of)),
      );
      for (const [name, recorded] of own) {
        const files = Object.entries(recorded).map(([path, hashes]) => fileOf(part, path, hashes));
        exposed.push(...writer.addFiles(name, files, index.recipes.get(name)));
        const objects = [...recordedObjects(new Map([[name, recorded]]), (path) => tree.readIfRegular(path))];
        owners.addRecorded({ release: name, folder, objects: objects.map(([, object]) => object) });
        count = { releases: count.releases + 1, objects: count.objects + objects.length };
      }
    }
    owners.demandUnshared();
    await warnOfGit(io, [{ folder, files: exposed }], signal);
    const onWait = (message: string) => note(io, visible(message));
    const [written] = await commitAll([writer], { signal, onWait });
    if (!written) return;
    warnOfKept(io, output, written.kept);
    note(io, visible(summary(output, count, written)));
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** A file as it was written. Throws if it was changed since. */
function fileOf({ named, tree }: Part, path: string, hashes: string): OutputFile {
  const text = tree.readIfRegular(path)?.replaceAll('\r\n', '\n');
  if (text === undefined) throw new Error(`${named}/${path} is missing, or is not a regular file`);
  if (!isAsRecorded(text, [hashes])) throw new Error(`${named}/${path} was edited after it was written`);
  const secret = /^kind: Secret$/m.test(text) && manifestsOfText(path, text).some(isSecret);
  return { path, text, secret };
}
