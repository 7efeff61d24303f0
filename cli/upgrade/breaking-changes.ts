// The changes in breaking-changes.yaml that concern an output folder.

import { join } from 'node:path';
import { documentsOf, readText } from '../../lib/values/file/load';

/** One change that may need action. */
export interface BreakingChange {
  /** The first version with it. */
  readonly version: string;
  readonly area: 'values' | 'objects' | 'index' | 'jobs' | 'output' | 'cli' | 'library';
  /** Absent for all charts. */
  readonly charts?: readonly string[];
  /** One line, without a period at the end. */
  readonly summary: string;
  readonly details?: string;
}

/** The same file next to the sources and next to the compiled program. */
const FILE = join(__dirname, '..', '..', 'breaking-changes.yaml');

export function breakingChanges(): readonly BreakingChange[] {
  const [changes] = documentsOf({ source: 'breaking-changes.yaml', text: readText(FILE, FILE) });
  return changes as readonly BreakingChange[];
}

/** Those after `from`, up to `to`, that users of the command line with these charts may notice. */
export function changesBetween(
  changes: readonly BreakingChange[],
  { from, to, charts }: { readonly from: string; readonly to: string; readonly charts: ReadonlySet<string> },
): BreakingChange[] {
  return changes.filter(
    ({ version, area, charts: own }) =>
      area !== 'library' &&
      isNewer(version, from) &&
      !isNewer(version, to) &&
      (own === undefined || own.some((chart) => charts.has(chart))),
  );
}

/** Compares the numbers of two versions; what follows them, such as `-rc.1`, is ignored. */
export function isNewer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split(/[-+]/, 1)[0]?.split('.').map(Number) ?? []);
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] || 0) - (b?.[index] || 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
