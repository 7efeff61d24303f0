// `--against`: the state of a cluster, from a file or from standard input.

import { resolve } from 'node:path';
import { type ClusterState, stateOf } from '../../lib/review/preflight';
import { decodeText, MANIFESTS_LIMIT, readText } from '../../lib/values/file/input';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { demandPath } from '../plan/plan';

const STDIN = '-';

/** Throws `UsageError` for a path that cannot be one, and if values files need standard input, too. */
export function demandStatePath(against: string, values: readonly string[] = []): void {
  demandPath('--against', against);
  if (against === STDIN && values.includes(STDIN)) {
    throw new UsageError('standard input can only be read once: use - for -f or for --against');
  }
}

export async function clusterStateIn(io: Io, against: string): Promise<ClusterState> {
  if (against !== STDIN) return stateOf(against, readText(against, resolve(io.cwd, against)));
  return stateOf('<stdin>', decodeText('<stdin>', await io.stdin(MANIFESTS_LIMIT)));
}
