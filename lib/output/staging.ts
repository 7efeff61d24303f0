// A folder of a run's own inside the output folder, so that every rename stays within one file system.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = '.sandbox-charts.tmp-';

/** What a run that was killed left behind is removed by one that starts this much later. */
const ABANDONED_MS = 60 * 60 * 1000;

export class Staging {
  /** Where files wait that are replaced. */
  readonly aside: string;
  readonly root: string;
  private readonly incoming: string;
  private writes = 0;

  constructor(folder: string) {
    this.root = mkdtempSync(join(folder, PREFIX));
    this.aside = join(this.root, 'old');
    this.incoming = join(this.root, 'new');
    mkdirSync(this.incoming);
    // A run that is killed leaves its files, which may be Secrets: Git must not take them.
    writeFileSync(join(this.root, '.gitignore'), '*\n');
    sweep(folder, this.now());
  }

  /** Writes a file; returns where it waits. */
  write(text: string, mode: number): string {
    const staged = join(this.incoming, String(this.writes++));
    writeFileSync(staged, text, { mode });
    return staged;
  }

  /** The time, as the file system tells it. */
  now(): number {
    return statSync(this.write('', 0o600)).mtimeMs;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const left = statSync(join(folder, name), { throwIfNoEntry: false });
    if (left && now - left.mtimeMs > ABANDONED_MS) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
