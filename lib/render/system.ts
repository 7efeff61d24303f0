// The interface between a chart and the renderer.

import type { Construct } from 'constructs';
import type { CommonValues } from '../k8s/common';
import { placeForNamespaces, renderNamespaces } from '../k8s/namespace';
import type { EgressPolicyValues } from '../k8s/network/egress-values';
import { Release } from '../k8s/release';
import type { Stage } from '../k8s/stage';
import type { TagTree } from '../k8s/version-tags';
import type { KubeVersion } from '../names/kube-version';
import type { Changes } from '../patches/change';
import type { Static, TObject } from '../values/schema/schema';
import type { Rule } from '../values/validate';
import type { Applied, Pins } from './apply-changes';
import type { Adoption } from './lifecycle/adoption';
import type { Removal } from './lifecycle/removal';
import type { Rotations } from './lifecycle/rotation';
import { ReleaseValidation, recordRelease } from './validation';
import type { VersionSets } from './version-sets';

/** A chart: its name, the schema and rules of its values, and how to build it. */
export interface System<S extends TObject = TObject> {
  /** Name on the command line. */
  readonly name: string;
  /** Version of the system that is rendered. */
  readonly version: string;
  /** The versions to choose from; absent if there is only one. The schema has the tags of the first as defaults. */
  readonly versions?: VersionSets;
  /** Tags of the chosen version; absent for the first. */
  readonly tags?: TagTree;
  /** A warning about the chosen version; absent if upstream pins its tags. */
  readonly unverified?: string;
  /** The version of Kubernetes that its objects are checked for; absent for the oldest supported one. */
  readonly kubeVersion?: KubeVersion;
  /** Description in one line. */
  readonly description: string;
  /** Default namespace of a release. */
  readonly defaultNamespace: string;
  /** Characters of the longest suffix that an object appends to the release's full name. */
  readonly longestSuffix: number;
  /** Types, defaults and descriptions of its values. */
  readonly schema: S;
  /** Rules between values; checked if each value is valid by itself. */
  readonly rules: readonly Rule<Static<S>>[];
  /** The stages of a release for Argo CD and Flux, which do not depend on values; absent for all stages. */
  readonly stages?: readonly Stage[];
  /** The namespace that the chart's own values set, if it has such a value; empty for the release's. */
  namespaceOf?(values: Static<S>): string;
  /** By component of its node agents: what ends on a node when their pod restarts there. */
  readonly endsOnRestart?: Readonly<Record<string, string>>;
  /** About what it replaces, the Helm chart in most cases, loaded on demand; absent if there is nothing special about it. */
  readonly adoption?: () => Adoption;
  /** What must happen before a release is deleted, and what stays, loaded on demand; absent for nothing beyond its objects. */
  readonly removal?: () => Removal;
  /** How to replace each credential; absent if nothing is known about that. */
  rotations?(): Rotations;
  /** Values for each provider that the system runs on, if there are several. */
  readonly providers?: ProviderTemplates;
  /** Creates the objects of one release in `scope`. Values are complete, valid and frozen. */
  build(scope: Construct, release: Release, values: Static<S>): void;
}

/** Values to start from, as commented YAML. */
export interface ProviderTemplates {
  readonly names: readonly string[];
  /** A values file: required settings uncommented, optional ones as comments with their default. */
  values(name: string): string;
  /** A values file for the credentials, to fill in and keep out of Git. */
  secrets(name: string): string;
  /** What each provider needs, as a Markdown table. */
  table(): string;
}

/** A release to render. */
export interface ReleaseRequest<V> {
  /** Name of the release. */
  readonly name: string;
  /** Namespace of its objects. */
  readonly namespace: string;
  /** Complete values, from `resolve`. */
  readonly values: V;
  /** The user's patches and extra objects. Default: none. */
  readonly changes?: Changes;
  /** Applies the patches to the objects that they matched in an earlier render. */
  readonly pins?: Pins;
}

/** A release in a construct tree. */
export interface Installed {
  /** What its objects share. */
  readonly release: Release;
  readonly validation: ReleaseValidation;
  /** What the user's changes did; absent for no changes. */
  readonly applied?: Applied;
}

/**
 * Creates the objects of one release from resolved values. `scope` validates them, and has the release's warnings, notes
 * and external objects as metadata.
 */
export function install<S extends TObject>(
  scope: Construct,
  system: System<S>,
  request: ReleaseRequest<Static<S>>,
): Installed {
  const { name, version, versions, tags = versions?.[0].tags, longestSuffix, stages } = system;
  // They are part of the values of every chart.
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
  if (common.egressPolicy?.enabled) limitEgress(scope, release, common.egressPolicy);
  renderNamespaces(scope, namespaces, release);
  const applied = apply(scope, release, request, system.kubeVersion);
  recordRelease(scope, release);
  const validation = new ReleaseValidation(scope, release, applied);
  scope.node.addValidation(validation);
  return { release, validation, ...(applied ? { applied } : {}) };
}

function limitEgress(scope: Construct, release: Release, values: EgressPolicyValues): void {
  // Loaded here because most releases have no such policy.
  const { egressPolicies } = require('../k8s/network/egress') as typeof import('../k8s/network/egress');
  egressPolicies(scope, release, values);
}

function apply(
  scope: Construct,
  release: Release,
  { changes, pins }: ReleaseRequest<unknown>,
  version?: KubeVersion,
): Applied | undefined {
  if (!changes || changes.patches.length + changes.extraObjects.length === 0) return undefined;
  // Loaded here because most releases have no changes.
  const { applyChanges } = require('./apply-changes') as typeof import('./apply-changes');
  return applyChanges(scope, release, changes, { pins, version });
}
