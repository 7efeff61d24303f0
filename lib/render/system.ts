// What a chart tells the renderer about itself.

import type { Construct } from 'constructs';
import type { CommonValues } from '../k8s/common';
import { placeForNamespaces, renderNamespaces } from '../k8s/namespace';
import { Release } from '../k8s/release';
import type { Stage } from '../k8s/stage';
import type { TagTree } from '../k8s/version-tags';
import type { Static, TObject } from '../values/schema';
import type { Rule } from '../values/validate';
import { recordRelease } from './metadata';
import { ReleaseValidation } from './validation';
import type { VersionSets } from './version-sets';

/** A chart: what it is called, the schema and rules of its values, and how to build it. */
export interface System<S extends TObject = TObject> {
  /** As users name it on the command line. */
  readonly name: string;
  /** Version of the system that is rendered. */
  readonly version: string;
  /** The versions to choose from; absent if there is one only. The schema has the tags of the first as defaults. */
  readonly versions?: VersionSets;
  /** Tags of the chosen version; absent for those of the first. */
  readonly tags?: TagTree;
  /** A warning about the chosen version; absent if upstream pins its tags. */
  readonly unverified?: string;
  /** One line for people. */
  readonly description: string;
  /** Namespace of a release that names none. */
  readonly defaultNamespace: string;
  /** Characters of the longest suffix that an object appends to the release's full name. */
  readonly longestSuffix: number;
  /** Types, defaults and descriptions of its values. */
  readonly schema: S;
  /** What values must not contradict; checked when each value is valid by itself. */
  readonly rules: readonly Rule<Static<S>>[];
  /** The stages that a release has for Argo CD and Flux, whatever its values; absent for all of them. */
  readonly stages?: readonly Stage[];
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

export interface ReleaseRequest<V> {
  readonly name: string;
  readonly namespace: string;
  readonly values: V;
}

/** A release in a construct tree. */
export interface Installed {
  /** What its objects share. */
  readonly release: Release;
  readonly validation: ReleaseValidation;
}

/**
 * Creates the objects of one release from values that are resolved already. `scope` validates them, and carries what
 * the release has to tell as metadata.
 */
export function install<S extends TObject>(
  scope: Construct,
  system: System<S>,
  request: ReleaseRequest<Static<S>>,
): Installed {
  const { name, version, versions, tags = versions?.[0].tags, longestSuffix, stages } = system;
  const common = request.values as unknown as CommonValues;
  const release = new Release({
    chart: { name, version, longestSuffix, ...(tags ? { tags } : {}) },
    ...(stages ? { stages } : {}),
    name: request.name,
    namespace: system.namespaceOf?.(request.values) || request.namespace,
    common,
  });
  const namespaces = placeForNamespaces(scope);
  if (system.unverified !== undefined) release.warn(system.unverified);
  if (common.createNamespace) release.createNamespace(release.labels('namespace'));
  system.build(scope, release, request.values);
  renderNamespaces(scope, namespaces, release);
  recordRelease(scope, release);
  const validation = new ReleaseValidation(scope, release);
  scope.node.addValidation(validation);
  return { release, validation };
}
