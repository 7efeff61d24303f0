// The runner manager: the API that requests sandbox nodes, and what runs on them.

import { Construct } from 'constructs';
import type { Release } from '../../lib/k8s/release';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { adoption } from './adoption';
import type { RunnerManagerInput } from './input';
import { api } from './manager/api';
import { sandboxNodes } from './nodes/sandbox-nodes';
import { outputsOf, type RunnerManagerOutputs } from './outputs';
import { rules } from './rules';
import { schema, type Values } from './values';

export type { RunnerManagerInput } from './input';
export { Manager, type ManagerProps } from './manager/manager';
export { type ManagerLine, managerLine, pairProblem } from './manager/manager-line';
export { type Pool, poolValues } from './nodes/node-pool';
export { Placeholders, type PlaceholdersProps } from './nodes/placeholders';
export { type RegistryProxyOptions, registryProxy } from './nodes/registry-proxy';
export type { RunnerManagerOutputs } from './outputs';
export { type ImageLine, lineOf } from './runner/image-line';
export { RUNNER_LABELS, RUNNER_SECURITY, Runner, type RunnerProps } from './runner/runner';
/** Every value of the chart, with defaults filled in. The props of `RunnerManager` take `RunnerManagerInput`. */
export type RunnerManagerValues = Values;

/** The chart for the command line. To render it in your own construct tree, use the construct. */
export const system: System<typeof schema> = {
  ...about,
  endsOnRestart: { runner: 'connections to its sandboxes' },
  defaultNamespace: 'default',
  longestSuffix: '-secrets'.length,
  stages: ['main'],
  schema,
  rules,
  adoption,
  removal: () => (require('./removal') as typeof import('./removal')).removal,
  rotations: () => (require('./rotation') as typeof import('./rotation')).rotations,
  build(scope, release, values) {
    const home = { release, values, sandboxes: release.inNamespace(providerNamespace(release, values)) };
    api(scope, home);
    sandboxNodes(scope, home);
    if (values.metrics.prometheusRule.enabled) alerts().alerts(scope, home);
  },
};

// Few releases have alerts.
const alerts = () => require('./alerts') as typeof import('./alerts');

const providerNamespace = (release: Release, { provider }: Values) => provider.namespace || release.namespace;

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
