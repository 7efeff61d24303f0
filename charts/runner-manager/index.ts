// The construct of the runner manager, and the parts of it that users can combine.

import { Construct } from 'constructs';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { RunnerManagerInput } from './input';
import { outputsOf, type RunnerManagerOutputs } from './outputs';
import { system } from './system';
import type { Values } from './values';

export type { RunnerManagerInput } from './input';
export { Manager, type ManagerProps } from './manager/manager';
export { type ManagerLine, managerLine, pairProblem } from './manager/manager-line';
export { type Pool, poolValues } from './nodes/node-pool';
export { Placeholders, type PlaceholdersProps } from './nodes/placeholders';
export { type RegistryProxyOptions, registryProxy } from './nodes/registry-proxy';
export type { RunnerManagerOutputs } from './outputs';
export { RUNNER_SECURITY } from './runner/container-defaults';
export { type ImageLine, lineOf } from './runner/image-line';
export { RUNNER_LABELS, Runner, type RunnerProps } from './runner/runner';
/** Every value of the chart, with defaults filled in. The props of `RunnerManager` take `RunnerManagerInput`. */
export type RunnerManagerValues = Values;
export { system } from './system';

/** A runner manager in your own construct tree. Throws `InputError` if the values are invalid. */
export class RunnerManager extends Construct {
  /** What it has created. */
  readonly outputs: RunnerManagerOutputs;

  constructor(scope: Construct, id: string, props: SystemProps<RunnerManagerInput>) {
    super(scope, id);
    installFromProps(this, system, props);
    this.outputs = outputsOf(new OutputReader(this));
  }

  /** The address of the API in the cluster. */
  get url(): string {
    return this.outputs.urls.api;
  }
}
