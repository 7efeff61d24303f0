// The construct of a custom Daytona region.

import { Construct } from 'constructs';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { DaytonaRegionInput } from './input';
import { type DaytonaRegionOutputs, outputsOf } from './outputs';
import { system } from './system';
import type { Values } from './values';

export type { DaytonaRegionInput } from './input';
export type { DaytonaRegionOutputs } from './outputs';
/** Every value of the chart, with defaults filled in. The props of `DaytonaRegion` take `DaytonaRegionInput`. */
export type DaytonaRegionValues = Values;
export { system } from './system';

/** A custom region in your own construct tree. Throws `InputError` if the values are invalid. */
export class DaytonaRegion extends Construct {
  /** What it has created. */
  readonly outputs: DaytonaRegionOutputs;

  constructor(scope: Construct, id: string, props: SystemProps<DaytonaRegionInput>) {
    super(scope, id);
    const { values } = installFromProps(this, system, props);
    this.outputs = outputsOf(new OutputReader(this), values);
  }
}
