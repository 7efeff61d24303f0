// The script that makes the objects of a Helm release the applier's.

import { apiGroup, type Manifest } from '../../k8s/object/manifest';
import { readScript } from '../../k8s/script';
import { shellCommand } from '../../render/shell';
import type { Target } from '../../render/targets';

/** Who applies, as the API server records it. */
const MANAGERS: Readonly<Record<Target, string>> = {
  kubectl: 'kubectl',
  argocd: 'argocd-controller',
  flux: 'kustomize-controller',
};

export interface Takeover {
  readonly release: string;
  readonly namespace: string;
  readonly target: Target;
  /** What Helm installed. */
  readonly objects: readonly Manifest[];
  /** What the new manifests add. */
  readonly added: readonly Manifest[];
  /** What to do after it, a sentence or a command a line. */
  readonly next: readonly string[];
}

/** What the API server accepts as names and kinds has no space, and nothing that a shell reads inside quotes. */
const WORD = /^[A-Za-z0-9][-A-Za-z0-9.:_]*$/;

export function takeoverScript({ release, namespace, target, objects, added, next }: Takeover): string {
  return [
    '#!/bin/sh',
    `# Takes over Helm release ${release} in namespace ${namespace}: see --help.`,
    'set -eu',
    '',
    `RELEASE=${shellCommand([release])}`,
    `NAMESPACE=${shellCommand([namespace])}`,
    `MANAGER=${MANAGERS[target]}`,
    '',
    listing('objects', objects.map(lineOf)),
    listing(
      'new_objects',
      added.map((object) => shellCommand(['kubectl', ...deletion(object)])),
    ),
    listing('next_step', next),
    readScript(__dirname, 'owners.sh'),
    readScript(__dirname, 'takeover.sh'),
  ].join('\n');
}

/** `delete Deployment.v1.apps web -n shop`, for kubectl. */
export function deletion(object: Manifest): string[] {
  const { name, namespace } = object.metadata;
  return ['delete', typeOf(object), name, ...(namespace === undefined ? [] : ['-n', namespace])];
}

function lineOf(object: Manifest): string {
  const { name, namespace = '-' } = object.metadata;
  return [typeOf(object), namespace, name].join(' ');
}

/** With version and group, as two projects may have a kind of the same name. */
function typeOf(object: Manifest): string {
  const group = apiGroup(object);
  return group === '' ? object.kind : `${object.kind}.${object.apiVersion.split('/')[1]}.${group}`;
}

/** Objects whose names no API server would accept; they would end up in a script. */
export const unnameable = (objects: readonly Manifest[]): Manifest[] =>
  objects.filter(
    (object) =>
      !lineOf(object)
        .split(' ')
        .every((word) => word === '-' || WORD.test(word)) || lineOf(object).split(' ').length !== 3,
  );

/** A function that prints lines. */
const listing = (name: string, lines: readonly string[]): string =>
  lines.length === 0
    ? `${name}() { :; }\n`
    : `${name}() {\n  cat <<'END_OF_LIST'\n${lines.join('\n')}\nEND_OF_LIST\n}\n`;
