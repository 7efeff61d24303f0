// The result as text.

import { listSummary } from '../../values/list-summary';
import { visible } from '../../values/visible';
import type { Missing, Preflight } from './preflight';

/** Releases with the same missing requirements are listed together. */
export function preflightText(all: readonly Preflight[]): string {
  const groups = new Map<string, string[]>();
  for (const one of all) {
    const text = linesOf(one)
      .map((line) => `  ${visible(line)}\n`)
      .join('');
    groups.set(text, [...(groups.get(text) ?? []), one.release]);
  }
  return [...groups]
    .map(([text, [first = '', ...others]]) => `${listSummary(first, others.length)}:\n${text}`)
    .join('\n');
}

const SHOWN = 3;

function linesOf({ missing, met, unknown }: Preflight): string[] {
  const counts = [
    `${missing.length} missing`,
    `${met} met`,
    ...(unknown.length > 0 ? [`${unknown.length} not checked`] : []),
  ];
  const more = unknown.length > SHOWN ? ` and ${unknown.length - SHOWN} more` : '';
  const unchecked = unknown.length > 0 ? [`not checked: ${unknown.slice(0, SHOWN).join(', ')}${more}`] : [];
  return [...missing.flatMap(missingLines), ...unchecked, counts.join(', ')];
}

function missingLines({ what, why, by = [], command }: Missing): string[] {
  const [first, ...others] = by;
  const needed = first === undefined ? '' : `, needed by ${listSummary(first, others.length)}`;
  return [
    `missing: ${what}${why === undefined ? '' : `: ${why}`}${needed}`,
    ...(command === undefined ? [] : [`  ${command}`]),
  ];
}
