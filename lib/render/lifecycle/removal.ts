// What a chart knows about its own removal: what must happen first, and what deleting its objects does not remove.

import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Manifest } from '../../k8s/object/manifest';
import { podOwners } from '../../k8s/object/pod-owner';
import { shellCommand } from '../shell';

/** A release to remove. */
export interface RemovedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
}

/** Something to do before any object is deleted. */
export interface RemovalStep {
  /** What to do and why, in one sentence. */
  readonly why: string;
  /** Commands for a POSIX shell, in order; none if they cannot be known. */
  readonly commands: readonly string[];
}

/** Something that stays. */
export interface Remainder {
  /** What it is: `Secret region/eu-region-config`, `Docker on the sandbox nodes`. */
  readonly what: string;
  /** Where it is. Default: in the cluster. */
  readonly where?: string;
  /** Why it stays, and what removing it means, in one sentence. */
  readonly why: string;
  /** Commands that remove it; none if they cannot be known. */
  readonly commands: readonly string[];
}

export interface Removal {
  /** What must happen before any object is deleted. Default: nothing. */
  first?(release: RemovedRelease): readonly RemovalStep[];
  /**
   * What stays, in addition to what the objects themselves show. An entry replaces the general one for the same object.
   * Default: nothing.
   */
  remainders?(release: RemovedRelease): readonly Remainder[];
}

/** The command that deletes one object, which may be gone already. */
export const deleteCommand = (kind: string, name: string, namespace: string): string =>
  shellCommand(['kubectl', 'delete', kind, name, '--namespace', namespace, '--ignore-not-found']);

/** The value of a variable of the containers of an object. */
export function variableOf(object: Manifest | undefined, name: string): string | undefined {
  const found = containersOf(object)
    .flatMap(({ env = [] }) => env)
    .find((entry) => entry.name === name);
  return found?.value || undefined;
}

/** Whether the pods of an object have this container. */
export const hasContainer = (object: Manifest | undefined, name: string): boolean =>
  containersOf(object).some((container) => container.name === name);

const containersOf = (object: Manifest | undefined): readonly IContainer[] =>
  podOwners(object ? [object] : []).flatMap(({ spec: { containers, initContainers = [] } }) => [
    ...containers,
    ...initContainers,
  ]);

/** The object of a kind whose label `app.kubernetes.io/component` has this value. */
export const componentOf = ({ objects }: RemovedRelease, kind: string, component: string): Manifest | undefined =>
  objects.find(
    (object) => object.kind === kind && object.metadata.labels?.['app.kubernetes.io/component'] === component,
  );
