// A report as a pull request comment.

import { changeLines, nameOf, summaryOf, WORDS } from './format';
import type { Report, ReportedObject } from './report';

/** GitHub and GitLab reject longer comments. */
const LIMIT = 60_000;

export function reportMarkdown(report: Report): string {
  const summary = summaryOf(report);
  const head = `### ${summary.charAt(0).toUpperCase()}${summary.slice(1)}\n`;
  if (report.objects.length === 0) return head;
  const rows = report.objects.map((object) => {
    const classes = object.classes.map((name) => (name === 'harmless' ? WORDS[name] : `**${WORDS[name]}**`));
    return `| ${object.action} | ${code(nameOf(object))} | ${classes.join(', ')} |`;
  });
  const table = ['| | Object | Effect |', '| --- | --- | --- |', ...rows].join('\n');
  const details = report.objects.filter(({ fields, widens }) => fields.length + widens.length > 0).map(detail);
  return [head, `${table}\n`, ...fitting(details, LIMIT - head.length - table.length)].join('\n');
}

function detail(object: ReportedObject): string {
  const lines = [...object.widens.map((message) => `! ${message}`), ...object.fields.flatMap(changeLines)];
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  const body = [`${fence}diff`, ...lines, fence].join('\n');
  return `<details><summary>${escapeHtml(nameOf(object))}</summary>\n\n${body}\n\n</details>\n`;
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
