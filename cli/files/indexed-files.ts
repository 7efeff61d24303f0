// The files that an index lists for each release.

import type { OutputIndex } from '../../lib/output/index/output-index';
import { parseIndex } from '../../lib/output/index/parse-index';
import { INDEX_FILE } from '../../lib/output/tree/file-names';
import type { Layout } from '../../lib/render/render';
import type { TextFiles } from './text-files';

export interface Source {
  readonly source: string;
  readonly text: string;
}

/** Manifests, and the index among them if there is one. It is read once. */
export class IndexedFiles {
  private readonly index: OutputIndex | undefined;
  private readonly present: ReadonlySet<string>;

  constructor(private readonly files: TextFiles) {
    this.present = new Set(files.paths);
    if (this.present.has(INDEX_FILE)) {
      this.index = parseIndex(files.nameOf(INDEX_FILE), files.read(INDEX_FILE));
    }
  }

  /** For messages. */
  get name(): string {
    return this.files.name;
  }

  get isEmpty(): boolean {
    return this.present.size === 0;
  }

  /** The layout of each release; none without an index. */
  get layouts(): [release: string, Layout][] {
    return [...(this.index?.recipes ?? [])].map(([release, { layout }]) => [release, layout]);
  }

  /** The contents of all files; with an index, only of those that it lists. */
  all(): Source[] {
    return this.index ? this.of([...this.index.releases.keys()]) : this.files.paths.map((path) => this.source(path));
  }

  /** The contents of the files of these releases; without an index, of all files. */
  of(releases: readonly string[]): Source[] {
    const { index } = this;
    if (!index) return this.all();
    return releases
      .flatMap((release) => Object.keys(index.releases.get(release) ?? {}))
      .filter((path) => this.present.has(path))
      .map((path) => this.source(path));
  }

  private source(path: string): Source {
    return { source: this.files.nameOf(path), text: this.files.read(path) };
  }
}
