// `{{ row.id }}` in a releases file: replaces a whole value with a column. There is no other template syntax.

import type { Path } from '../values/path';
import type { Problem } from '../values/problem';
import { isMap } from '../values/scalar';
import { type Row, shownColumns } from './rows';

const WHOLE = /^\{\{\s*row\.([A-Za-z0-9_-]+)\s*\}\}$/;
const ODD_NAME = /^\{\{\s*row\.([^{}]*[^{}\s])\s*\}\}$/;
const PART = /\{\{\s*row\b/;

export interface Substituted {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** `value` with the columns of `row`; without a row, every column is a problem. Keys with an empty cell are absent. */
export function substitute(value: unknown, row: Row | undefined, path: Path): Substituted {
  const problems: Problem[] = [];
  const report = (at: Path, message: string) => problems.push({ path: at, message });
  const visit = (node: unknown, at: Path): unknown => {
    if (typeof node === 'string') return text(node, row, (message) => report(at, message));
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...at, index]));
    if (!isMap(node)) return node;
    const entries = Object.entries(node).map(([key, item]) => [key, visit(item, [...at, key])] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return { value: visit(value, path), problems };
}

function text(value: string, row: Row | undefined, report: (message: string) => void): unknown {
  const column = WHOLE.exec(value)?.[1];
  if (column === undefined) {
    const [, odd] = ODD_NAME.exec(value) ?? [];
    if (odd !== undefined) report(`invalid column name ${odd}: use only letters, digits, "-" and "_"`);
    else if (PART.test(value))
      report('a column reference must be the whole value: {{ row.column }} with nothing around it');
    return value;
  }
  if (row === undefined) report(`{{ row.${column} }} requires forEach`);
  else if (!Object.hasOwn(row.columns, column)) {
    report(`the table has no column ${column}${shownColumns('; it has ', Object.keys(row.columns))}`);
  } else return row.columns[column];
  return value;
}
