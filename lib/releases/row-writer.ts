// Rows as the text of a table: CSV or JSON Lines, depending on the file name extension.

import { extname } from 'node:path';
import { textOf } from '../values/scalar';
import type { Row } from './rows';

/** The extensions of tables that `tableText` can write. */
export const WRITABLE: readonly string[] = ['.csv', '.jsonl', '.ndjson'];

/** The text that `rowsOf` reads as these rows. */
export function tableText(file: string, rows: readonly Row['columns'][]): string {
  if (extname(file).toLowerCase() !== '.csv') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => textOf(row[column]) ?? ''))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
