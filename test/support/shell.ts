// Runs a script as its container would, with stubs for the programs that it calls.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with stubs. Each is a shell script; `$CALLS` is a file that they can write to. */
export class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), 'shell-'));

  constructor(stubs: Readonly<Record<string, string>>) {
    for (const [name, body] of Object.entries(stubs)) {
      writeFileSync(join(this.folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    }
  }

  run(script: string, env: Readonly<Record<string, string>>): Finished {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
      encoding: 'utf8',
      env: {
        ...env,
        PATH: [this.folder, process.env.PATH].join(delimiter),
        STATE: this.folder,
        CALLS: join(this.folder, 'calls.log'),
      },
    });
    return { code: status, stdout, stderr };
  }

  /** A file in the folder; empty if it does not exist. */
  text(name: string): string {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  put(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  get calls(): string[] {
    return this.text('calls.log').split('\n').slice(0, -1);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
