// The charts that there are, known without loading any of them.

import type { TObject } from '../values/schema';
import type { System } from './system';

export interface ChartEntry {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Loads the modules of the chart; called once it is rendered or described. */
  load(): System;
}

export type Registry = readonly ChartEntry[];

/** The entry of a chart, whatever its schema: who loads it resolves the values with that same schema. */
export function chartEntry<S extends TObject>(about: Omit<ChartEntry, 'load'>, load: () => System<S>): ChartEntry {
  let system: System | undefined;
  return {
    ...about,
    load: () => {
      system ??= load() as unknown as System;
      return system;
    },
  };
}
