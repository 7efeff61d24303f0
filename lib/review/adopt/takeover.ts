// The script that makes the applier the owner of a Helm release's objects.

import type { Manifest } from '../../k8s/object/manifest';
import { readScript } from '../../k8s/script';
import type { Installer } from '../../render/lifecycle/adoption';
import { shellCommand } from '../../render/shell';
import type { Target } from '../../render/targets';
import type { Changes } from './changes';
import { defaultedFields } from './defaulted';
import { deletionCommand, lineOf } from './kubectl-words';

/** The applier, as the API server records it. */
const MANAGERS: Readonly<Record<Target, string>> = {
  kubectl: 'kubectl',
  argocd: 'argocd-controller',
  flux: 'kustomize-controller',
};

export interface Takeover {
  readonly installer: Installer;
  readonly release: string;
  readonly namespace: string;
  readonly target: Target;
  /** What Helm installed. */
  readonly objects: readonly Manifest[];
  readonly rendered: readonly Manifest[];
  readonly changes: Changes;
  /** What to do afterward, one sentence or command per line. */
  readonly next: readonly string[];
}

export function takeoverScript({
  installer,
  release,
  namespace,
  target,
  objects,
  rendered,
  changes,
  next,
}: Takeover): string {
  const { added, deleted, left } = changes;
  const passing = new Set([...deleted, ...left]);
  const defaulted = defaultedFields(objects, rendered);
  const defaultsOf = (object: Manifest) => (defaulted.has(object) ? JSON.stringify(defaulted.get(object)) : '');
  return [
    '#!/bin/sh',
    `# Takes over ${installer === 'helm' ? 'Helm release ' : ''}${release} in namespace ${namespace}: see --help.`,
    'set -eu',
    '',
    `RELEASE=${shellCommand([release])}`,
    `NAMESPACE=${shellCommand([namespace])}`,
    `MANAGER=${MANAGERS[target]}`,
    `INSTALLER=${installer}`,
    '',
    listing('objects', [
      ...objects.map((object) =>
        [lineOf(object), passing.has(object) ? 'passing' : 'kept', defaultsOf(object)].join(' ').trimEnd(),
      ),
      ...added.map((object) => `${lineOf(object)} new`),
    ]),
    listing('recreated_objects', deleted.map(deletionCommand)),
    listing('new_objects', added.filter(({ kind }) => !WITH_CONTENTS.includes(kind)).map(deletionCommand)),
    listing('next_step', next),
    readScript(__dirname, 'owners.sh'),
    readScript(__dirname, 'takeover.sh'),
  ].join('\n');
}

/** Deleting them would also delete their contents. Helm installs definitions without listing them. */
const WITH_CONTENTS = ['CustomResourceDefinition', 'Namespace', 'PersistentVolumeClaim'];

/** A function that prints lines. */
const listing = (name: string, lines: readonly string[]): string =>
  lines.length === 0
    ? `${name}() { :; }\n`
    : `${name}() {\n  cat <<'END_OF_LIST'\n${lines.join('\n')}\nEND_OF_LIST\n}\n`;
