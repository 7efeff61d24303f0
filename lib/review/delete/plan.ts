// How to delete a release, and what stays afterward.

import type { Manifest } from '../../k8s/object/manifest';
import type { ExternalObject } from '../../k8s/release';
import type { Remainder, Removal, RemovalStep } from '../../render/lifecycle/removal';
import type { Target } from '../../render/targets';
import { deletionCommands } from './commands';
import { externalObjects, heldObjects, namespacesOf } from './remainders';

export interface DeletionPlan {
  readonly release: string;
  readonly target: Target;
  /** What must happen before any object is deleted. */
  readonly first: readonly RemovalStep[];
  /** How the tool that applied the objects deletes them; absent for kubectl. */
  readonly tool?: string;
  /** The commands that delete the objects, in order. */
  readonly commands: readonly string[];
  /** What stays, and who removes it. */
  readonly remainders: readonly Remainder[];
}

export interface DeletedRelease {
  readonly name: string;
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  readonly externals: readonly ExternalObject[];
  readonly target?: Target;
}

export function deletionPlan(
  { name, namespace, objects, externals, target = 'kubectl' }: DeletedRelease,
  { first, remainders }: Removal = {},
): DeletionPlan {
  const release = { name, namespace, objects };
  const ofChart = remainders?.(release) ?? [];
  const known = new Set(ofChart.map(({ what }) => what));
  const general = [...heldObjects(objects), ...externalObjects(externals, objects), ...namespacesOf(objects)];
  const tool = TOOLS[target];
  return {
    release: name,
    target,
    first: first?.(release) ?? [],
    ...(tool === undefined ? {} : { tool }),
    commands: deletionCommands(objects),
    remainders: [...ofChart, ...general.filter(({ what }) => !known.has(what))],
  };
}

const TOOLS: Readonly<Partial<Record<Target, string>>> = {
  argocd:
    'Argo CD recreates objects of an Application: delete the Application first. With argocd.cascade it deletes the objects, too; then the commands find nothing.',
  flux: 'Flux recreates objects of a Kustomization: remove the release from the releases file, render, and commit. Flux then deletes the objects, and the commands find nothing.',
};
