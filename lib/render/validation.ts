// The checks of a release as a validation of its construct: they run for anyone who synthesizes it.

import type { ApiObject as Cdk8sApiObject } from 'cdk8s';
import type { Construct, IConstruct, IValidation } from 'constructs';
import { ApiObject } from '../k8s/object/api-object';
import { describe, type Manifest, objectKey } from '../k8s/object/manifest';
import { manifestsOf, objectsBelow } from '../k8s/object/objects-below';
import type { Release } from '../k8s/release';
import type { Applied } from './apply-changes';
import { check, type Finding, formatFinding } from './checks/index';
import { inApplyOrder } from './order';

export class ReleaseValidation implements IValidation {
  private checked: readonly Manifest[] | undefined;
  /** By object: the user's changes of it. */
  private readonly changed = new Map<string, readonly string[]>();

  constructor(
    private readonly scope: Construct,
    private readonly release: Release,
    private readonly applied?: Applied,
  ) {}

  /** The validated objects of the release, in apply order. */
  get objects(): readonly Manifest[] {
    this.checked ??= inApplyOrder(this.manifests());
    return this.checked;
  }

  private manifests(): Manifest[] {
    if (!this.applied) return manifestsOf(this.scope);
    this.changed.clear();
    return objectsBelow(this.scope).map((object) => {
      const json = object.toJson() as Manifest;
      const changes = this.applied?.by.get(object.node.path);
      if (changes) this.changed.set(objectKey(json), changes);
      return json;
    });
  }

  validate(): string[] {
    // They may have been patched in the meantime.
    this.checked = undefined;
    const others = othersOf(this.scope);
    const externals = [...this.release.externals, ...others.map(externalOf)];
    return [...check(this.objects, externals).map((finding) => this.messageOf(finding)), ...this.repeated(others)];
  }

  /** The problem, with the changes of the object. */
  private messageOf(finding: Finding): string {
    const changes = this.changed.get(objectKey(finding.object));
    return changes ? `${formatFinding(finding)} (${changes.join('; ')})` : formatFinding(finding);
  }

  /** Objects that are in the App twice: one would overwrite the other in the cluster. */
  private repeated(others: readonly Cdk8sApiObject[]): string[] {
    if (others.length === 0) return [];
    const known = new Map(others.map((other) => [objectKey(manifestOf(other)), other]));
    return this.objects.flatMap((object) => {
      const other = known.get(objectKey(object));
      // The later of two releases reports it.
      if (!other || (isOfRelease(other) && isBefore(this.scope, other))) return [];
      const remedy = 'give one of them a different name or namespace';
      return [`${describe(object)} is also created by ${other.node.path} (${remedy})`];
    });
  }
}

/** What else is in the App. */
function othersOf(scope: Construct): Cdk8sApiObject[] {
  const { root } = scope.node;
  // If the release is the whole tree, there are no others.
  if (scope.node.scopes.every(({ node }) => node.children.length <= 1)) return [];
  const own = new Set<unknown>(scope.node.findAll());
  return objectsBelow(root as Construct).filter((object) => !own.has(object));
}

/** Its synthesized form, as far as it is needed for its identity. */
function manifestOf(object: Cdk8sApiObject): Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'> {
  if (!ApiObject.isAsConstructed(object)) return object.toJson() as Manifest;
  const { apiVersion, kind, name } = object;
  const { namespace } = object.metadata;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

function externalOf(object: Cdk8sApiObject) {
  const { kind, metadata } = manifestOf(object);
  return { kind, name: metadata.name, namespace: metadata.namespace ?? '', keys: [], generated: false };
}

const isOfRelease = (object: Construct): boolean => object.node.scopes.some((scope) => isRelease(scope as Construct));

/** Whether `scope` comes before `other` in the tree. */
function isBefore(scope: Construct, other: Construct): boolean {
  const all = scope.node.root.node.findAll();
  return all.indexOf(scope) < all.indexOf(other);
}

/** Types of metadata entries. The data of the last one is an object; the data of the others is a string. */
export const METADATA = {
  warning: 'sandbox-charts:warning',
  note: 'sandbox-charts:note',
  external: 'sandbox-charts:external',
} as const;

const RELEASE = 'sandbox-charts:release';

/** Marks `scope` as the construct of a release, and adds the release's metadata. */
export function recordRelease(scope: Construct, { name, warnings, notes, externals }: Release): void {
  scope.node.addMetadata(RELEASE, name);
  for (const warning of warnings) scope.node.addMetadata(METADATA.warning, warning);
  for (const note of notes) scope.node.addMetadata(METADATA.note, note);
  for (const external of externals) scope.node.addMetadata(METADATA.external, external);
}

export const isRelease = ({ node }: Construct): boolean => node.metadata.some(({ type }) => type === RELEASE);

/** The strings of one type that these constructs have. */
export const textsOf = (constructs: readonly IConstruct[], type: 'warning' | 'note'): string[] =>
  constructs.flatMap(({ node }) =>
    node.metadata.filter((entry) => entry.type === METADATA[type]).map(({ data }) => String(data)),
  );
