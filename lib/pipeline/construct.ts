// The constructs that charts export: a release in a construct tree of the user's own.

import type { Construct } from 'constructs';
import type { Release } from '../k8s/release';
import { atVersion } from '../render/at-version';
import { METADATA } from '../render/metadata';
import { install, type System } from '../render/system';
import { unknownSet } from '../render/version-sets';
import { stampConstructs } from '../stamp/constructs';
import { formatProblem, InputError } from '../values/problem';
import { programLayer, resolve } from '../values/resolve';
import type { DeepPartial, Static, TObject } from '../values/schema';

/** Props of the construct that a chart exports. */
export interface SystemProps<V> {
  /** Release name; default: the chart's name. */
  readonly name?: string;
  /** Namespace of the objects; default: the chart's. */
  readonly namespace?: string;
  /** Set of image tags, as `--app-version` takes it; default: the chart's first. */
  readonly appVersion?: string;
  /** Values as in a values file; whatever is absent takes the chart's default. */
  readonly values: DeepPartial<V>;
}

/** What a construct of a chart has made. */
export interface FromProps<V> {
  readonly release: Release;
  readonly values: V;
}

/**
 * The same from props of the exported construct: values are merged with the defaults and validated first.
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
