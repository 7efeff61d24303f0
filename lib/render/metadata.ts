// The warnings, notes and external objects of a release as metadata of its construct, for anyone who visits the tree.

import type { Construct } from 'constructs';
import type { Release } from '../k8s/release';

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

/** The strings of one type in `scope`. */
export const textsOf = (scope: Construct, type: 'warning' | 'note'): string[] =>
  scope.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.filter((entry) => entry.type === METADATA[type]).map(({ data }) => String(data)),
    );
