// The list of charts, without loading any of them.

import type { KubeVersion } from '../names/kube-version';
import type { TObject } from '../values/schema/schema';
import type { System } from './system';
import type { VersionSet, VersionSets } from './version-sets';

export interface ChartEntry {
  readonly name: string;
  readonly version: string;
  /** The versions to choose from; absent if there is only one. */
  readonly versions?: VersionSets;
  readonly description: string;
  /** The file of a chart that is not built in; absent for the others. */
  readonly file?: string;
  /** Loads the modules of the chart, when it is rendered or described. */
  load(): System;
}

export interface Registry extends ReadonlyArray<ChartEntry> {
  /** Opens a chart that is a file of the user; absent if that is never allowed. Throws `InputError`. */
  readonly open?: (file: string) => ChartEntry;
}

/** Whether the name of a chart is the path of a file: `./charts/my-system.js`. */
export const isChartFile = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

/** The entry of a chart with any schema. The values are resolved with the same schema after loading. */
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

/** Whether an export of a module is a chart. Nothing is loaded to find out. */
export function isSystem(value: unknown): value is System {
  if (typeof value !== 'object' || value === null) return false;
  const { name, schema, build } = value as Partial<System>;
  return typeof name === 'string' && typeof schema === 'object' && typeof build === 'function';
}

/** The chart, checked for a version of Kubernetes. */
export const chartAtKubeVersion = (chart: ChartEntry, version: KubeVersion): ChartEntry => ({
  ...chart,
  load: () => (require('./at-version') as typeof import('./at-version')).atKubeVersion(chart.load(), version),
});

/** The chart at another of its versions. */
export const chartAtVersion = (chart: ChartEntry, set: VersionSet): ChartEntry => ({
  ...chart,
  version: set.version,
  load: () => (require('./at-version') as typeof import('./at-version')).atVersion(chart.load(), set),
});

/** The set with that name; `undefined` if there is none. */
export const versionNamed = ({ versions }: Pick<ChartEntry, 'versions'>, name: string): VersionSet | undefined =>
  versions?.find((set) => set.name === name);
