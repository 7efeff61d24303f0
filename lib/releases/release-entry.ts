// One release of a releases file, with its defaults and its row filled in.

import type { ChangeSource } from '../patches/read';
import type { Target } from '../render/targets';
import type { Layer } from '../values/layer';

/** One release of a releases file. */
export interface ReleaseEntry {
  readonly name: string;
  /** The table row that it comes from: `labs.csv:17`. */
  readonly row?: string;
  readonly chart: string;
  /** Absent: the chart's first. */
  readonly appVersion?: string;
  /** As the file has it: `1.36`, `v1.36.3`. */
  readonly kubeVersion?: string;
  /** Absent: the chart's. */
  readonly namespace?: string;
  /** Output folder, relative to the releases file. Absent: the command's. */
  readonly output?: string;
  /** Name of the cluster that it is applied to. */
  readonly cluster?: string;
  /** Image lock, relative to the folder of the releases file. Absent: the command's. */
  readonly imageLock?: string;
  /** Secret settings; later ones win. The certificate is relative to the folder of the releases file. */
  readonly secrets: readonly Layer[];
  /** The tool that applies it. Absent: the command's. */
  readonly target?: Target;
  /** Delivery settings for Argo CD or Flux; later ones win. Empty for no delivery. */
  readonly delivery: readonly Layer[];
  /** Later ones win. Files are relative to the folder of the releases file. */
  readonly values: readonly (Layer | string)[];
  /** Patches and extra objects: those of the defaults, then its own. */
  readonly changes: readonly ChangeSource[];
}
