// The constructs that charts export: a release in a construct tree of the user's own.

import type { Construct } from 'constructs';
import type { Release } from '../k8s/release';
import { install, type System } from '../render/system';
import { stampConstructs } from '../stamp/constructs';
import { programLayer, resolve } from '../values/resolve';
import type { Partially, Static, TObject } from '../values/schema';

/** Props of the construct that a chart exports. */
export interface SystemProps<V> {
  /** Release name; default: the chart's name. */
  readonly name?: string;
  /** Namespace of the objects; default: the chart's. */
  readonly namespace?: string;
  /** Values as in a values file; whatever is absent takes the chart's default. */
  readonly values: Partially<V>;
}

/** What a construct of a chart has made. */
export interface Installed<V> {
  readonly release: Release;
  readonly values: V;
}

/**
 * The same from props of the exported construct: values are merged with the defaults and validated first.
 * Throws `InputError` with every problem.
 */
export function installFromProps<S extends TObject>(
  scope: Construct,
  system: System<S>,
  { name = system.name, namespace = system.defaultNamespace, values: given }: SystemProps<Static<S>>,
): Installed<Static<S>> {
  const { values } = resolve(system.schema, system.rules, [programLayer(given)]);
  const release = install(scope, system, { name, namespace, values });
  stampConstructs(scope, release);
  return { release, values };
}
