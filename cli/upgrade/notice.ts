// What it means that an output folder was last written by another version.

import { visible } from '../../lib/values/visible';
import type { Io } from '../io';
import { note, warn } from '../print/report';
import { breakingChanges, changesBetween, isNewer } from './breaking-changes';

export interface Move {
  /** The folder, as the user wrote it. */
  readonly named: string;
  readonly from: string;
  readonly to: string;
  /** The charts of its releases. */
  readonly charts: ReadonlySet<string>;
}

/** One notice for each folder, with the changes that concern its charts; nothing if there are none. */
export function noticeOfMove(io: Io, move: Move): void {
  const { named, from, to } = move;
  if (isNewer(from, to)) {
    warn(io, `${named} was written by version ${from}, which is newer than this one (${to}): use that version`);
    return;
  }
  if (!isNewer(to, from)) return;
  const changes = changesBetween(breakingChanges(), move);
  if (changes.length === 0) return;
  note(io, visible(`${named} was written by version ${from}. Changes up to ${to} that may need action:`));
  for (const { charts, summary } of changes) {
    const concerned = charts?.filter((chart) => move.charts.has(chart)) ?? [];
    note(io, visible(`  - ${concerned.length > 0 ? `${concerned.join(', ')}: ` : ''}${summary}`));
  }
  note(io, 'details: CHANGELOG.md; before you apply, see what changes with diff --against');
}
