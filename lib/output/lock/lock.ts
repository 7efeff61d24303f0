// One run at a time swaps its files into a folder; the others wait.
//
// The lock is a file with a random token, created with a hard link, which only one run can do. Its owner touches it while
// it works. A waiting run takes it over if its owner has ended, or if it has not changed for a while. The run compares only
// what it reads, never file times with a clock, so wrong clocks do not matter. A run that takes over the lock deletes the
// staging folders of the former owner. Each step of a swap moves a file into or out of those, so a run that was suspended
// and resumes cannot do another step.

import { hrtime } from 'node:process';
import { isStagingName, removeStaging, type Staging } from '../staging';
import type { OutputTree } from '../tree/output-tree';
import { uniqueHex } from '../unique';
import { LockFile, type LockRecord } from './lock-file';
import { hasEnded, isOnThisMachine, ownIdentity } from './process-identity';

/** Another run has taken over the folder. */
export class LostLockError extends Error {
  override readonly name = 'LostLockError';
}

export interface LockTiming {
  /** A lock that nobody has touched for this long is taken over. */
  readonly staleMs: number;
  /** How long to wait for an active owner. */
  readonly limitMs: number;
  /** How long until a waiting run says so. */
  readonly noticeMs: number;
}

const TIMING: LockTiming = { staleMs: 10_000, limitMs: 5 * 60_000, noticeMs: 1000 };
const POLL_MS = 50;
const BEAT_MS = 1000;

export interface LockOptions {
  readonly tree: OutputTree;
  readonly staging: Staging;
  readonly timing?: Partial<LockTiming>;
  /** Cancels the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Called once if the wait is long enough to be noticed. */
  readonly onWait?: ((message: string) => void) | undefined;
}

export class FolderLock {
  private readonly timer: NodeJS.Timeout;
  private lastBeat = now();

  private constructor(
    private readonly options: LockOptions,
    private readonly file: LockFile,
    private readonly token: string,
  ) {
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.timer.unref();
  }

  static async acquire(options: LockOptions): Promise<FolderLock> {
    const { tree, staging, signal } = options;
    const token = uniqueHex(4);
    const record: LockRecord = { token, ...ownIdentity(), staging: [staging.name] };
    const file = new LockFile(tree, staging, record);
    const watch = new Watch(options, file);
    while (!file.place()) {
      if (watch.mayTakeOver()) takeOver(options, file, watch.last);
      else await pause(signal);
    }
    return new FolderLock(options, file, token);
  }

  /** Throws `LostLockError` if another run has taken over. Call it before every change. */
  demandHeld(): void {
    if (!this.file.isOwn()) {
      throw new LostLockError(
        `${this.options.tree.root.path}: this run was stopped for so long that another one took over; run it again`,
      );
    }
    if (this.isBeatDue()) this.beat();
  }

  /** Keeps the lock while nothing is changed. Call it for each file. */
  keep(): void {
    if (this.isBeatDue()) this.demandHeld();
  }

  /** Removes the lock, unless it is another run's by now. */
  release(): void {
    clearInterval(this.timer);
    this.file.removeOwn(this.token);
  }

  private isBeatDue(): boolean {
    return now() - this.lastBeat > BEAT_MS / 2;
  }

  private beat(): void {
    this.lastBeat = now();
    this.file.touch();
  }
}

/** What a waiting run knows about the lock. */
class Watch {
  last: LockRecord | undefined;
  private signature: string | undefined;
  private readonly begun = now();
  private seenAt = now();
  private unchangedMs = 0;
  private isNoticed = false;

  constructor(
    private readonly options: LockOptions,
    private readonly file: LockFile,
  ) {}

  /** Whether the last seen lock is abandoned. */
  mayTakeOver(): boolean {
    const { staleMs, limitMs, noticeMs } = { ...TIMING, ...this.options.timing };
    const signature = this.file.signature();
    if (signature === undefined) return false;
    this.last = this.file.read();
    const time = now();
    // A run that was suspended itself has not observed the lock in the meantime.
    const watched = Math.min(time - this.seenAt, 2 * POLL_MS);
    this.unchangedMs = signature === this.signature ? this.unchangedMs + watched : 0;
    this.signature = signature;
    this.seenAt = time;
    if (this.last && hasEnded(this.last)) return true;
    if (this.unchangedMs > staleMs) return true;
    if (time - this.begun > limitMs) throw new Error(this.describe('is still being written by'));
    if (time - this.begun > noticeMs && !this.isNoticed) {
      this.isNoticed = true;
      this.options.onWait?.(`${this.describe('waiting for')} to finish`);
    }
    return false;
  }

  private describe(what: string): string {
    const { root } = this.options.tree;
    const own = this.last && isOnThisMachine(this.last) ? ` (process ${this.last.pid})` : '';
    return `${root.path}: ${what} another run${own}`;
  }
}

/** Takes the lock and the staging folders away from a run that has ended or stalled, so that it cannot continue. */
function takeOver({ tree, staging }: LockOptions, file: LockFile, stale: LockRecord | undefined): void {
  if (!file.removeStale(stale)) return;
  const lost = (stale?.staging ?? []).filter((name) => isStagingName(name) && name !== staging.name);
  for (const name of lost) removeStaging(tree.root, name);
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  // Loaded here because most runs never wait.
  const { setTimeout: sleep } = require('node:timers/promises') as typeof import('node:timers/promises');
  await sleep(POLL_MS, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}

/** Monotonic time in milliseconds. `performance` takes longer to load. */
function now(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
