// A report as a pull request comment.

import { CLASSES } from '../change';
import { changeLines, effectLine, nameOf, summaryOf, WORDS } from './format';
import { type Group, grouped } from './groups';
import type { Report } from './report';

/** GitHub and GitLab reject longer comments. */
const LIMIT = 60_000;
const ROWS_LIMIT = 30_000;

export function reportMarkdown(report: Report): string {
  const summary = summaryOf(report);
  const head = `### ${summary.charAt(0).toUpperCase()}${summary.slice(1)}\n`;
  if (report.objects.length === 0) return head;
  const groups = grouped(report.objects).sort(bySeverity);
  const rows = groups.map(({ object, others }) => {
    const classes = object.classes.map((name) => (name === 'harmless' ? WORDS[name] : `**${WORDS[name]}**`));
    const more = others > 0 ? ` and ${others} more` : '';
    return `| ${object.action} | ${code(nameOf(object))}${more} | ${classes.join(', ')} |`;
  });
  const table = ['| | Object | Effect |', '| --- | --- | --- |', ...fittingRows(rows, groups)].join('\n');
  const details = groups
    .filter(({ object: { fields, widens, effects } }) => fields.length + widens.length + effects.length > 0)
    .map(detail);
  return [head, `${table}\n`, ...fitting(details, LIMIT - head.length - table.length)].join('\n');
}

const severityOf = ({ object }: Group): number => CLASSES.indexOf(object.classes.at(-1) ?? 'harmless');

/** What is cut off is the least severe. */
const bySeverity = (a: Group, b: Group): number => severityOf(b) - severityOf(a);

/** As many rows as fit into their part of the comment, and the number of the others. */
function fittingRows(rows: readonly string[], groups: readonly Group[]): string[] {
  let used = 0;
  const count = rows.findIndex((row) => {
    used += row.length + 1;
    return used > ROWS_LIMIT;
  });
  if (count < 0) return [...rows];
  const left = groups.slice(count).reduce((sum, { others }) => sum + others + 1, 0);
  return [...rows.slice(0, count), `| | ${left} more objects | |`];
}

function detail({ object, others }: Group): string {
  const lines = [
    ...object.effects.map((effect) => `! ${effectLine(effect)}`),
    ...object.widens.map((message) => `! ${message}`),
    ...object.fields.flatMap(changeLines),
  ];
  const more = others > 0 ? ` and ${others} more` : '';
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  const body = [`${fence}diff`, ...lines, fence].join('\n');
  return `<details><summary>${escapeHtml(nameOf(object))}${more}</summary>\n\n${body}\n\n</details>\n`;
}

function fitting(details: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const text of details) {
    used += text.length;
    if (used > room) return [...kept, `${details.length - kept.length} more objects are omitted here.\n`];
    kept.push(text);
  }
  return kept;
}

/** A backslash before `|` would cancel the escape. */
const code = (text: string): string => `\`${text.replaceAll(/\\*\|/g, '\\|').replaceAll('`', "'")}\``;

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
