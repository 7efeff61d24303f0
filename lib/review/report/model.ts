// What a report shows, before it is written as HTML, SVG or Mermaid.

import type { Change, Changes } from './changes';
import type { Graph, GraphNode } from './graph/model';
import type { Origins } from './origins/origins';
import type { Column, ObjectText, Slot } from './section';
import type { Table } from './tables/table';

/** One release, or several with the same objects. */
export interface SectionModel {
  readonly chart: string;
  readonly releases: readonly string[];
  readonly namespace: string;
  readonly graph: Graph;
  /** The text of the objects; objects that are removed have no sources. */
  readonly objects: readonly ObjectText[];
  readonly sources: Origins['sources'];
  readonly columns: readonly Column[];
  readonly slots: readonly Slot[];
  readonly changeOf: (node: GraphNode) => Change | undefined;
}

export interface ReportModel {
  readonly title: string;
  readonly sections: readonly SectionModel[];
  readonly tables: readonly Table[];
  /** Absent without a comparison. */
  readonly changes?: Changes;
}
