// An output folder and its comparison with what its releases render.

import { join } from 'node:path';
import { differencesOf, type ObjectDifference } from '../../lib/output/index/object-hashes';
import type { OutputIndex } from '../../lib/output/index/output-index';
import type { OutputTree } from '../../lib/output/tree/output-tree';

export interface VerifiedFolder {
  /** The path that the user gave. */
  readonly named: string;
  /** Absolute path. */
  readonly root: string;
  /** Absent if there is no such folder. */
  readonly tree: OutputTree | undefined;
  readonly index: OutputIndex;
}

export interface Compared {
  readonly findings: readonly string[];
  /** The files that belong in the folder. */
  readonly owned: ReadonlySet<string>;
  /** The message for a folder without differences. */
  readonly verdict: string;
}

const WORDS: Readonly<Record<ObjectDifference['what'], string>> = {
  missing: 'is missing',
  surplus: 'does not belong to this release',
  changed: 'is not what its inputs render',
  edited: 'was edited after it was written',
};

/**
 * How a file differs from `wanted`. Without `wanted`, only edits since it was written can be detected. Without
 * `canSeal`, ciphertexts cannot be reproduced.
 */
export function compareFile(
  { named: folder, tree }: VerifiedFolder,
  path: string,
  recorded: string,
  wanted: string | undefined,
  canSeal = true,
): string[] {
  const named = join(folder, path);
  const entry = tree?.entryAt(path) ?? 'missing';
  if (entry === 'missing') return [`${named} is missing`];
  const text = tree?.readIfRegular(path);
  if (text === undefined) return [`${named} is not a regular file of this folder`];
  return differencesOf(named, text, recorded, wanted).map(({ object, what }) => {
    const isSealed = object?.startsWith('SealedSecret ') || (object?.startsWith('Secret ') && /^sops:/m.test(text));
    if (isSealed && what === 'changed' && !canSeal) {
      return `${named}: ${object} cannot be verified without fingerprintKey`;
    }
    return `${named}${object === undefined ? '' : `: ${object}`} ${WORDS[what]}`;
  });
}

export const countOf = (releases: number): string => `${releases} ${releases === 1 ? 'release' : 'releases'}`;
