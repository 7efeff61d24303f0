// A report for a terminal.

import { changeLines, nameOf, SIGNS, summaryOf, WORDS } from './format';
import type { Report, ReportedObject } from './report';

export function reportText(report: Report): string {
  return [...report.objects.flatMap(objectLines), summaryOf(report)].map((line) => `${line}\n`).join('');
}

function objectLines(object: ReportedObject): string[] {
  const classes = object.classes.map((name) => WORDS[name]).join(', ');
  return [
    `${SIGNS[object.action]} ${nameOf(object)}: ${object.action === 'removed' ? classes : `${object.action}, ${classes}`}`,
    ...object.widens.map((message) => `    ! ${message}`),
    ...object.fields.flatMap((field) => {
      const mark = field.class === 'harmless' ? '' : `  (${WORDS[field.class]})`;
      const [first, ...rest] = changeLines(field);
      return [`    ${first}${mark}`, ...rest.map((line) => `    ${line}`)];
    }),
  ];
}
