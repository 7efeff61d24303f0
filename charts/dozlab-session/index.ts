// The construct of a lab session.

import { Construct } from 'constructs';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { DozlabSessionInput } from './input';
import { type DozlabSessionOutputs, outputsOf } from './outputs';
import { system } from './system';
import type { Values } from './values';

export type { DozlabSessionInput } from './input';
export type { DozlabSessionOutputs } from './outputs';
/** Every value of the chart, with defaults filled in. The props of `DozlabSession` take `DozlabSessionInput`. */
export type DozlabSessionValues = Values;
export { system } from './system';

/** A lab session in your own construct tree. Throws `InputError` if the values are invalid. */
export class DozlabSession extends Construct {
  /** What it has created. */
  readonly outputs: DozlabSessionOutputs;

  constructor(scope: Construct, id: string, props: SystemProps<DozlabSessionInput>) {
    super(scope, id);
    installFromProps(this, system, props);
    this.outputs = outputsOf(new OutputReader(this));
  }

  /** Name of the Service; its ports are `vscode`, `terminal` and `vm-ssh`. */
  get service(): string {
    return this.outputs.services.session.name;
  }
}
