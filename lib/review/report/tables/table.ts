// Tables of the report. Equal rows of releases with the same objects are one row.

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

/** The release that rows are about. */
export interface Owner {
  readonly release: string;
  /** The same for releases with the same objects. */
  readonly section: number;
}

interface Entry {
  readonly cells: readonly Cell[];
  readonly release: string;
  more: number;
}

/** Rows of all releases. */
export class Rows {
  private readonly entries = new Map<string, Entry>();
  private owner: Owner | undefined;
  /** How often the owner has each key. */
  private counts = new Map<string, number>();

  /**
   * Adds a row. Rows with the same `key` become one, if they are of releases with the same objects: leave out of it what names
   * the release, such as the names of its objects. Rows of one owner never do.
   */
  add(owner: Owner, key: readonly unknown[], cells: readonly Cell[]): void {
    if (owner !== this.owner) this.counts = new Map();
    this.owner = owner;
    const own = JSON.stringify([owner.section, key]);
    const count = this.counts.get(own) ?? 0;
    this.counts.set(own, count + 1);
    const place = `${count} ${own}`;
    const known = this.entries.get(place);
    if (known) known.more++;
    else this.entries.set(place, { cells, release: owner.release, more: 0 });
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
