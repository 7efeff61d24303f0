// What a chart tells the renderer about itself.

import type { Construct } from 'constructs';
import type { CommonValues } from '../k8s/common';
import { placeForNamespaces, renderNamespaces } from '../k8s/namespace';
import { Release } from '../k8s/release';
import { stampConstructs } from '../stamp/constructs';
import { programLayer, resolve } from '../values/resolve';
import type { Partially, Static, TObject } from '../values/schema';
import type { Rule } from '../values/validate';

export interface System<S extends TObject = TObject> {
  /** As users name it on the command line. */
  readonly name: string;
  /** Version of the system that is rendered. */
  readonly version: string;
  /** One line for people. */
  readonly description: string;
  /** Namespace of a release that names none. */
  readonly defaultNamespace: string;
  /** Characters of the longest suffix that an object appends to the release's full name. */
  readonly longestSuffix: number;
  readonly schema: S;
  readonly rules: readonly Rule<Static<S>>[];
  /** The namespace that the chart's own values ask for, where it has such a value; empty for the release's. */
  namespaceOf?(values: Static<S>): string;
  /** Ready-made values for each place that the system runs on, where it knows several. */
  readonly providers?: ProviderTemplates;
  /** Creates the objects of one release below `scope`. Values are complete, valid and frozen. */
  build(scope: Construct, release: Release, values: Static<S>): void;
}

/** Values to start from, as commented YAML. */
export interface ProviderTemplates {
  readonly names: readonly string[];
  /** A values file: required settings live, optional ones as comments with their default. */
  values(name: string): string;
  /** A values file for the credentials, to fill in and to keep out of Git. */
  secrets(name: string): string;
  /** What each provider needs, as a Markdown table. */
  table(): string;
}

/** Props of the construct that a chart exports. */
export interface SystemProps<V> {
  /** Release name; default: the chart's name. */
  readonly name?: string;
  /** Namespace of the objects; default: the chart's. */
  readonly namespace?: string;
  /** Values as in a values file; whatever is absent takes the chart's default. */
  readonly values: Partially<V>;
}

export interface ReleaseRequest<V> {
  readonly name: string;
  readonly namespace: string;
  readonly values: V;
}

/** Creates the objects of one release from values that are resolved already. Returns what they share. */
export function install<S extends TObject>(
  scope: Construct,
  system: System<S>,
  request: ReleaseRequest<Static<S>>,
): Release {
  const { name, version, longestSuffix } = system;
  const common = request.values as unknown as CommonValues;
  const release = new Release({
    chart: { name, version, longestSuffix },
    name: request.name,
    namespace: system.namespaceOf?.(request.values) || request.namespace,
    common,
  });
  const namespaces = placeForNamespaces(scope);
  if (common.createNamespace) release.createNamespace(release.labels('namespace'));
  system.build(scope, release, request.values);
  renderNamespaces(scope, namespaces, release);
  return release;
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
