// The runner manager: the API that requests sandbox nodes, and what runs on them.

import { Construct } from 'constructs';
import type { Release } from '../../lib/k8s/release';
import { installFromProps, type SystemProps } from '../../lib/pipeline/construct';
import { OutputReader } from '../../lib/pipeline/outputs';
import type { System } from '../../lib/render/system';
import { about } from './about';
import { adoption } from './adoption';
import { api } from './api';
import type { RunnerManagerInput } from './input';
import { outputsOf, type RunnerManagerOutputs } from './outputs';
import { rules } from './rules';
import { sandboxNodes } from './sandbox-nodes';
import { schema, type Values } from './values';

export { type ImageLine, lineOf } from './image-line';
export type { RunnerManagerInput } from './input';
export { Manager, type ManagerProps } from './manager';
export { type ManagerLine, managerLine, pairProblem } from './manager-line';
export { type Pool, poolValues } from './node-pool';
export type { RunnerManagerOutputs } from './outputs';
export { Placeholders, type PlaceholdersProps } from './placeholders';
export { type RegistryProxyOptions, registryProxy } from './registry-proxy';
export { RUNNER_LABELS, RUNNER_SECURITY, Runner, type RunnerProps } from './runner';
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
  build(scope, release, values) {
    const home = { release, values, sandboxes: release.inNamespace(providerNamespace(release, values)) };
    api(scope, home);
    sandboxNodes(scope, home);
  },
};

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
