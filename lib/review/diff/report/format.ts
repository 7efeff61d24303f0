// The parts that text and Markdown reports have in common.

import { visible } from '../../../values/visible';
import { type ChangeClass, CLASSES } from '../change';
import type { Report, ReportedEffect, ReportedField, ReportedObject } from './report';

export const WORDS: Readonly<Record<ChangeClass, string>> = {
  harmless: 'harmless',
  restarts: 'restarts pods',
  reruns: 'runs again',
  recreated: 'must be recreated',
  removes: 'removed',
  widens: 'widens permissions or exposure',
  data: 'data at risk',
  outage: 'outage',
};

const LONGEST = 100;
const LINES = 8;

export const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** `Deployment labs/web` */
export function nameOf({ kind, namespace, name }: ReportedObject): string {
  return visible(namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`);
}

/** `1 added, 2 changed, 14 the same; 1 restarts pods`; one object may count in several classes. */
export function summaryOf(report: Report): string {
  const counts = (['added', 'changed', 'removed'] as const).flatMap((action) =>
    report[action] > 0 ? [`${report[action]} ${action}`] : [],
  );
  if (counts.length === 0) return `no differences: ${report.same} the same`;
  const serious = CLASSES.filter((name) => name !== 'removes' && report.classes[name] > 0);
  const classes = serious.map((name) => `${report.classes[name]} ${WORDS[name]}`);
  return `${[...counts, `${report.same} the same`].join(', ')}${classes.length > 0 ? `; ${classes.join(', ')}` : ''}`;
}

/** `outage: port 3010 is no longer served`. */
export const effectLine = ({ class: kind, message }: ReportedEffect): string =>
  kind === 'restarts' ? message : `${kind}: ${message}`;

/** The change of a field in one line or, for multi-line text, one line per difference. */
export const changeLines = (change: ReportedField): string[] => linesOf(change).map(visible);

function linesOf({ field, before, after }: ReportedField): string[] {
  // Hidden on both sides, but different.
  if (before !== undefined && before === after) return [`${field}: ${brief(after)}, changed`];
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    return [`${field}:`, ...lineDiff(before, after)];
  }
  if (before === undefined) return [`${field}: added ${brief(after)}`];
  if (after === undefined) return [`${field}: removed ${brief(before)}`];
  return [`${field}: ${brief(before)} -> ${brief(after)}`];
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The lines between the first and the last that differ. */
function lineDiff(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const part = (lines: readonly string[], sign: string): string[] => {
    const middle = lines.slice(start, lines.length - end);
    const more = middle.length > LINES ? [`  ${sign} … ${middle.length - LINES} more lines`] : [];
    return [...middle.slice(0, LINES).map((line) => `  ${sign} ${line}`), ...more];
  };
  return [...part(old, '-'), ...part(now, '+')];
}
