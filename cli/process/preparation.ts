// What a run prepares for before it renders.

import type { Work } from './heap';
import { APP, type Purpose } from './purpose';

interface Preparation {
  /** For V8's settings. Changing them takes as long as reading 200 KB of code. */
  readonly work: Work;
  /**
   * Modules of Node that rendering will load. They are loaded before V8's settings change: V8 uses Node's own code cache
   * only with its default settings, and compiling `node:crypto` takes twice as long as loading it.
   */
  readonly builtIns: readonly string[];
}

/** For the host in a lock, and the hash of every object in an index. */
const OF_FOLDERS = ['node:os', 'node:crypto'];

/** Charts that always have a ConfigMap whose checksum is on pods. */
const WITH_CHECKSUMS = ['daytona', 'peerpods'];

export function preparationFor(purpose: Purpose): Preparation {
  const { command, chart, toStdout } = purpose;
  if (purpose === APP) return { work: 'some', builtIns: OF_FOLDERS };
  if (command !== 'synth') return { work: 'any', builtIns: [] };
  // The releases of a file, and the largest chart, are more than a little.
  const work = chart === undefined || chart === 'daytona' ? 'some' : 'little';
  if (!toStdout) return { work, builtIns: OF_FOLDERS };
  const hasChecksums = chart !== undefined && WITH_CHECKSUMS.includes(chart);
  return { work, builtIns: hasChecksums ? ['node:crypto'] : [] };
}
