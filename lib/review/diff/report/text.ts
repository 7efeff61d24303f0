// A report for a terminal.

import { listSummary } from '../../../values/list-summary';
import type { ChangeClass } from '../change';
import { changeLines, effectLine, nameOf, SIGNS, summaryOf, WORDS } from './format';
import { type Group, grouped } from './groups';
import type { Report } from './report';

/** Colors a line by its most severe effect; the same line without colors. */
export type Paint = (line: string, effect: ChangeClass) => string;

export function reportText(report: Report, paint: Paint = (line) => line): string {
  const lines = [...grouped(report.objects).flatMap((group) => groupLines(group, paint)), summaryOf(report)];
  return lines.map((line) => `${line}\n`).join('');
}

function groupLines({ object, others }: Group, paint: Paint): string[] {
  const classes = object.classes.map((name) => WORDS[name]).join(', ');
  const name = listSummary(nameOf(object), others);
  const head = `${SIGNS[object.action]} ${name}: ${object.action === 'removed' ? classes : `${object.action}, ${classes}`}`;
  return [
    paint(head, object.classes.at(-1) ?? 'harmless'),
    ...object.effects.map((effect) => paint(`    ! ${effectLine(effect)}`, effect.class)),
    ...object.widens.map((message) => paint(`    ! ${message}`, 'widens')),
    ...object.fields.flatMap((field) => {
      const mark = field.class === 'harmless' ? '' : `  (${WORDS[field.class]})`;
      const [first, ...rest] = changeLines(field);
      return [`    ${first}${mark}`, ...rest.map((line) => `    ${line}`)];
    }),
  ];
}
