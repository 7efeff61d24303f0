// Writing releases to a folder from a program: `sandbox-charts/toolkit` exports it.

import { resolve } from 'node:path';
import type { Finished } from '../pipeline/pipeline';
import type { Layout } from '../render/render';
import type { Written } from './transaction';
import { OutputWriter } from './writer';

const { version } = require('sandbox-charts/package.json') as { version: string };

/** How `writeReleases` writes. */
export interface WriteOptions {
  /** How objects are split into files; all releases of a folder need the same. Default: `release`, one file each. */
  readonly layout?: Layout;
  /** Removes the files of releases that an earlier run wrote and this one does not. Default: false. */
  readonly prune?: boolean;
  /** Cancels waiting for another run that writes to the same folder. Default: waits. */
  readonly signal?: AbortSignal;
}

/** What `writeReleases` did. All paths are relative to the folder. */
export interface WriteResult extends Written {
  /** Files that contain credentials. Only their owner can read them; keep them out of Git. */
  readonly secret: readonly string[];
}

/**
 * Writes releases to a folder, as `sandbox-charts synth` does: every file is staged first, then all are swapped in. Files
 * that this tool did not write are never overwritten or removed. If anything fails, even while `releases` is iterated, the
 * folder stays as it was. `folder` is relative to the current folder; it is created if it does not exist. Throws if two
 * releases have the same name, or if a file in the way is not one of this tool.
 */
export async function writeReleases(
  folder: string,
  releases: Iterable<Finished>,
  { layout = 'release', prune = false, signal }: WriteOptions = {},
): Promise<WriteResult> {
  const writer = new OutputWriter({ folder: resolve(folder), layout, tool: version, prune });
  try {
    const secret: string[] = [];
    for (const release of releases) secret.push(...writer.add(release));
    return { ...(await writer.commit({ signal })), secret };
  } finally {
    writer.abort();
  }
}
