// Writes the table of `secrets --rows`.

import { extname, resolve } from 'node:path';
import { tableText, WRITABLE } from '../../../lib/releases/row-writer';
import { rowsOf } from '../../../lib/releases/rows';
import { readInput, TABLE_LIMIT } from '../../../lib/values/file/input';
import { formatProblem, InputError } from '../../../lib/values/problem';
import { updatePrivate } from '../../files/private-file';
import { UsageError } from '../../flags/usage';
import type { Io } from '../../io';
import { demandPath, type Plan } from '../../plan/plan';
import { note } from '../../print/report';
import { credentialsOfRows, type RowCredentials } from './row-credentials';

export interface RowsFlags {
  readonly table: string;
  readonly key?: string | undefined;
  readonly output?: string | undefined;
}

/** Adds rows and credentials that are missing in the output, and removes rows that the table no longer has. */
export function writeRowCredentials(io: Io, { chart, layers }: Plan, { table, key = 'id', output }: RowsFlags): void {
  demandPath('--rows', table);
  if (output === undefined) throw new UsageError('--rows requires -o: the file that keeps the credentials');
  const extension = extname(table).toLowerCase();
  if (!WRITABLE.includes(extension)) throw new UsageError(`--rows ${table} (expected ${WRITABLE.join(', ')})`);
  if (extname(output).toLowerCase() !== extension) {
    throw new UsageError(`-o ${output} (expected the extension of the table, ${extension})`);
  }
  if (resolve(io.cwd, output) === resolve(io.cwd, table)) throw new UsageError('-o is the table itself');
  const fail = (message: string) => new InputError([{ path: [], message, origin: { source: table } }]);
  const rows = rowsOf({ source: table, text: readInput(table, resolve(io.cwd, table), TABLE_LIMIT) });
  if (rows.length === 0) throw fail('has no rows');
  let result: RowCredentials | undefined;
  updatePrivate(io.cwd, output, (text) => {
    const earlier = text === undefined ? [] : rowsOf({ source: output, text });
    result = credentialsOfRows(chart.load(), layers(), { key, table: rows, earlier });
    // Probably the wrong table; the credentials could not be restored.
    if (earlier.length > 0 && result.removed === earlier.length) throw fail(`has none of the rows of ${output}`);
    if (result.columns.length === 0) return undefined;
    return tableText(output, result.rows);
  });
  if (result) print(io, chart.name, output, result);
}

function print(io: Io, chart: string, output: string, { rows, columns, filled, removed, left }: RowCredentials): void {
  if (columns.length === 0)
    note(io, `${chart}: no credentials are missing${left.length > 0 ? ' that can be generated' : ''}`);
  else {
    note(io, `${output}: ${rows.length} rows, ${filled} with new credentials, ${removed} removed`);
    for (const [path, column] of columns) note(io, `${path} is {{ row.${column} }}`);
  }
  for (const problem of left) note(io, `still missing: ${formatProblem(problem)}`);
}
