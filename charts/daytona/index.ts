// The construct of the Daytona platform.

import { Construct } from 'constructs';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { DaytonaInput } from './input';
import { type DaytonaOutputs, outputsOf } from './outputs';
import { system } from './system';
import type { Values } from './values';

export type { DaytonaInput } from './input';
export type { DaytonaOutputs } from './outputs';
/** Every value of the chart, with defaults filled in. The props of `Daytona` take `DaytonaInput`. */
export type DaytonaValues = Values;
export { system } from './system';

/** The platform in your own construct tree. Throws `InputError` if the values are invalid. */
export class Daytona extends Construct {
  /** What it has created. */
  readonly outputs: DaytonaOutputs;

  constructor(scope: Construct, id: string, props: SystemProps<DaytonaInput>) {
    super(scope, id);
    const { values } = installFromProps(this, system, props);
    this.outputs = outputsOf(new OutputReader(this), values);
  }
}
