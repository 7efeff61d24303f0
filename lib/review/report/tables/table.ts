// Tables of the report. Equal rows of several releases are one row.

import { listSummary } from '../../../values/list-summary';

/** Text; several lines; or a command. */
export type Cell = string | readonly string[] | { readonly command: string };

export interface Table {
  readonly id: string;
  readonly title: string;
  /** What it shows, and how to read it. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows at the end with sums. */
  readonly sums?: readonly (readonly Cell[])[];
  /** What is shown without rows. */
  readonly empty: string;
}

interface Entry {
  readonly cells: readonly Cell[];
  readonly release: string;
  more: number;
}

/** Rows of all releases. */
export class Rows {
  private readonly entries = new Map<string, Entry>();

  /**
   * Adds a row. Rows of different releases with the same `key` become one: leave out of it what names the release, such as
   * the names of its objects.
   */
  add(release: string, key: readonly unknown[], cells: readonly Cell[]): void {
    const text = JSON.stringify(key);
    const known = this.entries.get(text);
    if (known === undefined) this.entries.set(text, { cells, release, more: 0 });
    else if (known.release !== release) known.more++;
    // The same again in one release: two objects that differ only in their names.
    else this.entries.set(JSON.stringify([...key, cells]), { cells, release, more: 0 });
  }

  /** With the releases in the first column, if there are several. */
  cells(named: boolean): (readonly Cell[])[] {
    return [...this.entries.values()].map(({ cells, release, more }) =>
      named ? [listSummary(release, more), ...cells] : cells,
    );
  }
}

const MOST = 6;

/** The first items, and the number of the others. */
export const few = (items: readonly string[]): string[] =>
  items.length <= MOST + 1 ? [...items] : [...items.slice(0, MOST), `and ${items.length - MOST} more`];
