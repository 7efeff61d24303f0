// Secrets, and who reads them: names only.

import { referencedObjects } from '../../../k8s/object/references';
import { Inventory, keysOf } from '../../../render/checks/inventory';
import type { Rendered } from '../../../render/render';
import { few, type Owner, Rows, type Table } from './table';

export class Credentials {
  private readonly rows = new Rows();

  add(owner: Owner, { objects, externals }: Rendered): void {
    const inventory = new Inventory(objects, externals);
    const secrets = new Map<
      string,
      { readonly keys: Set<string>; readonly readers: Set<string>; readonly kinds: Set<string> }
    >();
    const secretOf = (namespace: string | undefined, name: string) => {
      const key = `${namespace ?? ''}/${name}`;
      const known = secrets.get(key) ?? { keys: new Set(), readers: new Set(), kinds: new Set() };
      secrets.set(key, known);
      return known;
    };
    for (const object of inventory.ofKind('Secret')) {
      for (const key of keysOf(object)) secretOf(object.metadata.namespace, object.metadata.name).keys.add(key);
    }
    for (const { kind, namespace, name, keys } of externals) {
      if (kind === 'Secret') for (const key of keys) secretOf(namespace, name).keys.add(key);
    }
    for (const { object, namespace, spec } of inventory.pods) {
      const read = [
        ...[...referencedObjects(spec)].filter(({ kind }) => kind === 'Secret'),
        ...(spec.imagePullSecrets ?? []).map(({ name = '' }) => ({ name, key: undefined })),
      ];
      for (const { name, key } of read) {
        const { keys, readers, kinds } = secretOf(namespace, name);
        if (key !== undefined) keys.add(key);
        readers.add(`${object.kind} ${object.metadata.name}`);
        kinds.add(object.kind);
      }
    }
    for (const [place, { keys, readers, kinds }] of secrets) {
      const slash = place.indexOf('/');
      const origin = originOf(inventory, place.slice(0, slash), place.slice(slash + 1));
      const names = [...keys].sort();
      const nobody = origin === IN_MANIFESTS ? 'nothing in the release' : 'nothing, or a controller';
      this.rows.add(
        owner,
        [names, origin, [...kinds]],
        [place, names, origin, readers.size > 0 ? few([...readers]) : nobody],
      );
    }
  }

  table(named: boolean): Table {
    return {
      id: 'credentials',
      title: 'Credentials',
      note: 'Secrets by name, their keys, and the workloads that read them. This report contains no values of Secrets.',
      columns: [...(named ? ['Release'] : []), 'Secret', 'Keys', 'Where it comes from', 'Read by'],
      rows: this.rows.cells(named),
      empty: 'No Secrets.',
    };
  }
}

const IN_MANIFESTS = 'in the manifests';

function originOf(inventory: Inventory, namespace: string, name: string): string {
  const own = inventory.find('Secret', namespace, name);
  if (own) return own.sops === undefined ? IN_MANIFESTS : 'in the manifests, encrypted with SOPS';
  if (inventory.find('SealedSecret', namespace, name)) return 'from a SealedSecret in the manifests';
  if (inventory.find('ExternalSecret', namespace, name)) return 'from an ExternalSecret in the manifests';
  const declared = inventory.externals.find(
    (one) => one.kind === 'Secret' && one.namespace === namespace && one.name === name,
  );
  return declared?.generated ? 'created in the cluster by a Job or a controller' : 'created by you';
}
