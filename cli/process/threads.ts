// Renders a fleet on two processors, in threads whose memory is bounded.

import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { discard, type Staged } from '../../lib/output/staged';
import { listStart } from '../../lib/releases/release-pieces';
import { isPipe, readInput, sizeOf } from '../../lib/values/input';
import type { SynthFlags } from '../flags/flags';
import type { Io, StartThread } from '../io';
import { defaultReleasesFile } from '../plan/plans-of-file';
import { OUTPUT } from '../plan/selection';
import { pauser } from '../print/progress';
import { type Owned, Owners } from '../run/owners';
import { type Told, tell } from '../run/render-plans';
import { folderOptions, type Part, toFolder } from '../run/sink';
import { NEXT, newState, STOP, type ThreadState, TOTAL } from './thread-state';

/** What a thread is started with. */
export interface Task {
  readonly flags: SynthFlags;
  /** Whether a release may have a delivery. */
  readonly delivers: boolean;
  readonly state: ThreadState;
}

type Opened = Pick<Staged, 'root' | 'staging' | 'created'>;

interface Done extends Pick<Told, 'warnings' | 'notes'> {
  readonly parts: readonly Part[];
  readonly owned: readonly Owned[];
}

export type Message =
  | ({ readonly kind: 'opened' } & Opened)
  | { readonly kind: 'failed' }
  | ({ readonly kind: 'done' } & Done);

/** Each takes some 60 MB, and all of them share the disk. */
const MOST_THREADS = 2;

/** Bytes of tables from which on a second start of the program pays, some two hundred releases; of lists five times as many. */
const LARGE = 6_000;
const LISTED = 5;

/** Room for the program and one release at a time. */
const HEAP_MIB = 32;

/** What a byte takes: of YAML that is parsed as a whole, of a table, and of a list of which a piece is parsed at a time. */
const HEAP_PER_BYTE = { yaml: 120, tables: 30, pieces: 10 };

/**
 * Renders the releases of a file on several threads. False when it did not, and nothing is written or told: when the
 * file is small, and when anything is wrong, which the caller finds out by rendering them one after the other.
 */
export async function synthOnThreads(
  io: Io,
  start: StartThread,
  tool: string,
  flags: SynthFlags,
  signal?: AbortSignal,
): Promise<boolean> {
  const { yaml, tables, pieces, delivers } = inputOf(io, flags);
  if (tables + (yaml + pieces) / LISTED < LARGE) return false;
  const bytes = yaml * HEAP_PER_BYTE.yaml + tables * HEAP_PER_BYTE.tables + pieces * HEAP_PER_BYTE.pieces;
  const heap = HEAP_MIB + Math.ceil(bytes / 2 ** 20);
  const state = newState();
  const task: Task = { flags, delivers, state };
  const count = Math.min(MOST_THREADS, availableParallelism());
  const opened: Opened[] = [];
  const threads = Array.from({ length: count }, () => start(task, heap));
  const exits = threads.map((thread) => new Promise((exited) => thread.once('exit', exited)));
  try {
    const results = await watched(io, state, Promise.all(threads.map((thread) => resultOf(thread, opened))), signal);
    if (!delivers) demandFresh(results);
    await finish(io, tool, flags, results, signal);
    return true;
  } catch (error) {
    // What a thread is just making it removes best by itself.
    Atomics.store(state, STOP, 1);
    await Promise.race([Promise.all(exits), setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    await Promise.all(threads.map((thread) => thread.terminate()));
    for (const folder of opened) discard(folder);
    if (error instanceof ThreadError) return false;
    throw error;
  }
}

const LOOK_MS = 100;

/** So long a thread may take to end by itself; one that is still planning has made nothing yet. */
const PATIENCE_MS = 500;

/** What `work` gives, shown as it goes on; or what the signal asks for. */
async function watched<T>(io: Io, state: ThreadState, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  const pause = pauser(io, () => Atomics.load(state, TOTAL), signal);
  // While the last ones are rendered every number is given away.
  const look = () => pause(Math.min(Atomics.load(state, NEXT), Atomics.load(state, TOTAL) - 1));
  return new Promise((done, fail) => {
    const timer = setInterval(() => look().catch(fail), LOOK_MS);
    work.then(done, fail).finally(() => clearInterval(timer));
  });
}

/** A thread could not do its part. */
class ThreadError extends Error {}

/** What a thread has done, once its memory is free again. */
function resultOf(thread: Worker, opened: Opened[]): Promise<Done> {
  return new Promise((done, fail) => {
    let result: Done | undefined;
    thread.on('message', (message: Message) => {
      if (message.kind === 'opened') opened.push(message);
      else if (message.kind === 'done') result = message;
      else fail(new ThreadError());
    });
    thread.on('error', () => fail(new ThreadError()));
    thread.on('exit', () => (result ? done(result) : fail(new ThreadError())));
  });
}

/** No thread knows which names the others have rendered. */
function demandFresh(results: readonly Done[]): void {
  const parts = results.flatMap((result) => result.parts);
  const names = parts.flatMap(({ staged }) => staged.releases.map(([name]) => name));
  if (new Set(names).size < names.length) throw new ThreadError();
}

async function finish(
  io: Io,
  tool: string,
  flags: SynthFlags,
  results: readonly Done[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { output = OUTPUT, layout = 'release' } = flags;
  const owners = new Owners();
  const sink = toFolder(io, tool, output, layout, { ...folderOptions(undefined, flags), owners });
  try {
    for (const { parts, owned } of results) {
      for (const part of parts) sink.takeOver(part);
      owners.addAll(owned);
    }
    tell(io, { ...merged(results), failed: [] }, true);
    owners.demandUnshared();
    await sink.end(signal);
  } catch (error) {
    sink.drop();
    throw error;
  }
}

/** What the threads have to tell, as one run would tell it. */
function merged(results: readonly Done[]): Pick<Told, 'warnings' | 'notes'> {
  const warnings: Told['warnings'] = new Map();
  for (const [kind, found] of results.flatMap((result) => [...result.warnings])) {
    const known = warnings.get(kind);
    const first = known && known.at < found.at ? known : found;
    warnings.set(kind, { ...first, more: found.more + (known ? known.more + 1 : 0) });
  }
  return {
    warnings: new Map([...warnings].sort(([, a], [, b]) => a.at - b.at)),
    notes: results.flatMap(({ notes }) => notes).sort((a, b) => a.at - b.at),
  };
}

interface Input {
  /** Bytes of YAML that is read as a whole. */
  readonly yaml: number;
  /** Bytes of other tables. */
  readonly tables: number;
  /** Bytes of YAML that each thread reads in pieces. */
  readonly pieces: number;
  readonly delivers: boolean;
}

const NOTHING: Input = { yaml: 0, tables: 0, pieces: 0, delivers: false };

/** What is to be read; nothing when that cannot be told, which is for the planning to report. */
function inputOf(io: Io, { config = defaultReleasesFile(io), only, secrets, delivery }: SynthFlags): Input {
  // What is told of Secrets comes in the order of the releases, which threads do not keep.
  if (config === undefined || only || secrets) return NOTHING;
  try {
    // A pipe can be read once only.
    if (isPipe(resolve(io.cwd, config))) return NOTHING;
    const text = readInput(config, resolve(io.cwd, config));
    if (/\bsecrets["']?\s*:/.test(text)) return NOTHING;
    const delivers = delivery !== undefined || text.includes('delivery');
    if (!delivers && listStart(text) !== undefined) return { ...NOTHING, pieces: text.length };
    let [yaml, tables] = [text.length, 0];
    for (const [, table = ''] of text.matchAll(/\bforEach["']?:\s*["']?([^\s"',}#]+)/g)) {
      const size = sizeOf(resolve(io.cwd, dirname(config), table));
      if (/\.ya?ml$/i.test(table)) yaml += size;
      else tables += size;
    }
    return { yaml, tables, pieces: 0, delivers };
  } catch {
    return NOTHING;
  }
}
