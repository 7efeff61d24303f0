// The constructs that charts export: a release in the user's own construct tree.

import type { Construct } from 'constructs';
import type { Release } from '../k8s/release';
import { atVersion } from '../render/at-version';
import { install, type System } from '../render/system';
import { METADATA } from '../render/validation';
import { unknownSet } from '../render/version-sets';
import { stampConstructs } from '../stamp/constructs';
import { formatProblem, InputError } from '../values/problem';
import { programLayer, resolve } from '../values/resolve';
import type { DeepPartial, Static, TObject } from '../values/schema/schema';

/** Props of the construct that a chart exports. */
export interface SystemProps<V> {
  /** Release name. Default: the chart's name. */
  readonly name?: string;
  /** Namespace of the objects. Default: the chart's. */
  readonly namespace?: string;
  /** Version of the system, as in `--app-version`. Default: the chart's first. */
  readonly appVersion?: string;
  /** Values as in a values file. Absent keys take the chart's defaults. */
  readonly values: DeepPartial<V>;
}

/** What a chart's construct has created. */
export interface FromProps<V> {
  readonly release: Release;
  readonly values: V;
}

/**
 * The same from the props of the exported construct: merges the values with the defaults and validates them.
 * Throws `InputError` with every problem.
 */
export function installFromProps<S extends TObject>(
  scope: Construct,
  chart: System<S>,
  { name = chart.name, namespace = chart.defaultNamespace, appVersion, values: given }: SystemProps<Static<S>>,
): FromProps<Static<S>> {
  const system = appVersion === undefined ? chart : versionOf(chart, appVersion);
  const { values, warnings } = resolve(system.schema, system.rules, [programLayer(given)]);
  const { release } = install(scope, system, { name, namespace, values });
  for (const warning of warnings) scope.node.addMetadata(METADATA.warning, formatProblem(warning));
  stampConstructs(scope, release);
  return { release, values };
}

function versionOf<S extends TObject>(system: System<S>, name: string): System<S> {
  const set = system.versions?.find((known) => known.name === name);
  if (set) return atVersion(system, set);
  const message = unknownSet(system.name, system.versions, name);
  throw new InputError([{ path: ['appVersion'], message }]);
}
