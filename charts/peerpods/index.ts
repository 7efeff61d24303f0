// The construct of peer pods.

import { Construct } from 'constructs';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { PeerPodsInput } from './input';
import { outputsOf, type PeerPodsOutputs } from './outputs';
import { system } from './system';
import type { Values } from './values';

export type { PeerPodsInput } from './input';
export type { PeerPodsOutputs } from './outputs';
/** Every value of the chart, with defaults filled in. The props of `PeerPods` take `PeerPodsInput`. */
export type PeerPodsValues = Values;
export { system } from './system';

/** Peer pods in your own construct tree. Throws `InputError` if the values are invalid. */
export class PeerPods extends Construct {
  /** What it has created. */
  readonly outputs: PeerPodsOutputs;
  /** Name of the RuntimeClass that pods ask for. */
  readonly runtimeClass: string;

  constructor(scope: Construct, id: string, props: SystemProps<PeerPodsInput>) {
    super(scope, id);
    const { values } = installFromProps(this, system, props);
    this.outputs = outputsOf(new OutputReader(this));
    this.runtimeClass = values.webhook.webhook.targetRuntimeClass;
  }
}
