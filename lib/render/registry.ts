// The charts that there are, known without loading any of them.

import type { System } from './system';

export interface ChartEntry {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Loads the modules of the chart; called once it is rendered or described. */
  load(): System;
}

export type Registry = readonly ChartEntry[];
