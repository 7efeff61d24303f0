// Objects outside the release that must exist.

import type { ExternalObject } from '../k8s/release';
import type { Inventory } from '../render/checks/inventory';
import { creation } from '../secrets/creation';
import { type Reference, references } from './references';

export interface KeptNeed {
  readonly kind: string;
  readonly name: string;
  /** Absent for a cluster-scoped object. */
  readonly namespace?: string;
  /** Keys of a Secret or ConfigMap, or entries of a store. */
  readonly keys?: readonly string[];
  /** Type of a Secret. */
  readonly type?: string;
  /** The command that creates it, with values from variables and files of these names. */
  readonly command?: string;
}

const PULL_SECRET = { type: 'kubernetes.io/dockerconfigjson', keys: ['.dockerconfigjson'] };

export function keptNeeds(inventory: Inventory, externals: readonly ExternalObject[]): KeptNeed[] {
  const made = new Set(externals.filter(({ generated }) => generated).map(keyOf));
  const needs = new Map<string, Reference>();
  for (const reference of [...externals, ...pullSecrets(inventory), ...references(inventory)]) {
    const key = keyOf(reference);
    const { kind, name, namespace } = reference;
    if (made.has(key) || inventory.find(kind, namespace, name)) continue;
    if (kind === 'ServiceAccount' && name === 'default') continue;
    const known = needs.get(key);
    const keys = [...new Set([...(known?.keys ?? []), ...reference.keys])];
    needs.set(key, { ...reference, ...known, keys });
  }
  return [...needs.values()].map(needOf);
}

const keyOf = ({ kind, namespace = '', name }: Reference): string => `${kind}/${namespace}/${name}`;

function needOf({ kind, name, namespace, keys, type }: Reference): KeptNeed {
  const need = { kind, name, ...(namespace === undefined ? {} : { namespace }), ...(keys.length > 0 ? { keys } : {}) };
  if (kind !== 'Secret' || namespace === undefined) return need;
  const made = creation({ name, namespace, keys, ...(type === undefined ? {} : { type }) });
  return { ...need, type: made.type, command: made.command };
}

/** Secrets that the kubelet reads to pull images. */
function* pullSecrets({ pods }: Inventory): Generator<Reference> {
  for (const { spec, namespace = '' } of pods) {
    for (const { name } of spec.imagePullSecrets ?? []) {
      if (name !== undefined) yield { kind: 'Secret', name, namespace, ...PULL_SECRET };
    }
  }
}
