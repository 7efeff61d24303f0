// `{{ row.id }}` in a releases file: the column of a row, as a whole value or in a text. There is no other template syntax.

import type { Path } from '../values/path';
import type { Problem } from '../values/problem';
import { isMap, textOf } from '../values/scalar';
import { type Row, shownColumns } from './rows';

const WHOLE = /^\{\{\s*row\.([A-Za-z0-9_-]+)\s*\}\}$/;
const REFERENCE = /\{\{\s*row\.([^{}]*[^{}\s])\s*\}\}/g;
const BROKEN = /\{\{\s*row\b/;
const NAME = /^[A-Za-z0-9_-]+$/;

export interface Substituted {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * `value` with the columns of `row`; without a row, every column is a problem. Keys with an empty cell are absent. Parts
 * without columns are the same values as before.
 */
export function substitute(value: unknown, row: Row | undefined, path: Path): Substituted {
  const problems: Problem[] = [];
  const report = (at: Path, message: string) => problems.push({ path: at, message });
  const visit = (node: unknown, at: Path): unknown => {
    if (typeof node === 'string') return text(node, row, (message) => report(at, message));
    if (Array.isArray(node)) {
      const items = node.map((item, index) => visit(item, [...at, index]));
      return items.every((item, index) => item === node[index]) ? node : items;
    }
    if (!isMap(node)) return node;
    const entries = Object.entries(node).map(([key, item]) => [key, visit(item, [...at, key])] as const);
    if (entries.every(([key, item]) => item === node[key])) return node;
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return { value: visit(value, path), problems };
}

function text(value: string, row: Row | undefined, report: (message: string) => void): unknown {
  if (!value.includes('{{')) return value;
  const whole = WHOLE.exec(value)?.[1];
  if (whole !== undefined) {
    if (row && Object.hasOwn(row.columns, whole)) return row.columns[whole];
    columnOf(whole, row, report);
    return value;
  }
  if (BROKEN.test(value.replaceAll(REFERENCE, ''))) report('a column is written {{ row.column }}');
  return value.replaceAll(REFERENCE, (reference, column: string) => {
    if (!NAME.test(column)) report(`invalid column name ${column}: use only letters, digits, "-" and "_"`);
    else {
      const cell = columnOf(column, row, report);
      const shown = textOf(cell);
      if (shown !== undefined) return shown;
      if (row && Object.hasOwn(row.columns, column)) {
        report(
          `the column ${column} is ${cell === undefined || cell === null ? 'empty' : 'a list or map'}: it cannot be part of a text`,
        );
      }
    }
    return reference;
  });
}

function columnOf(column: string, row: Row | undefined, report: (message: string) => void): unknown {
  if (row === undefined) report(`{{ row.${column} }} requires forEach`);
  else if (Object.hasOwn(row.columns, column)) return row.columns[column];
  else report(`the table has no column ${column}${shownColumns('; it has ', Object.keys(row.columns))}`);
  return undefined;
}
