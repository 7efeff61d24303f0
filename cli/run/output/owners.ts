// Which release contains which object. Two releases with the same object would overwrite each other when applied.

import { type Manifest, objectKey } from '../../../lib/k8s/object/manifest';
import { listSummary } from '../../../lib/values/list-summary';

/** A release and the objects that it contains. */
export interface Owned {
  readonly release: string;
  /** Name of the cluster that it is applied to; absent if the releases file has none. */
  readonly cluster?: string | undefined;
  /** Absolute path of its output folder, which is applied as a whole; empty for standard output. */
  readonly folder: string;
  /** Identities of its objects. */
  readonly objects: readonly string[];
}

/** Releases contain the same objects. The message has one line per problem. */
export class SharedObjectsError extends Error {
  override readonly name = 'SharedObjectsError';
}

/** Maximum number of groups to list. */
const MOST = 10;

/** The releases of one run. */
export class Owners {
  private readonly owned: Owned[] = [];

  add({ objects, ...owner }: Omit<Owned, 'objects'> & { readonly objects: readonly Manifest[] }): void {
    this.addRecorded({ ...owner, objects: objects.map(objectKey) });
  }

  /** The same for a release of an earlier run. */
  addRecorded(owned: Owned): void {
    this.owned.push(owned);
  }

  /** Throws if releases in the same cluster or folder contain the same object. */
  demandUnshared(): void {
    const groups = new Groups();
    for (const [object, owners] of sharedIn(this.owned)) {
      const clashing = clashesAmong(owners);
      const releases = clashing.map(({ release }) => release).sort();
      const folders = new Set(clashing.map(({ folder }) => folder));
      if (releases.length > 0) groups.add(object, releases, { separateFolders: folders.size > 1 });
    }
    groups.report();
  }

  /**
   * Throws if the folder keeps a release of an earlier run with the same object. `named` is the folder as the user
   * wrote it.
   */
  demandAbsent(folder: string, named: string, earlier: Iterable<readonly [release: string, object: string]>): void {
    const owners = new Map<string, string>();
    for (const { release, folder: own, objects } of this.owned) {
      if (own === folder) for (const object of objects) owners.set(object, release);
    }
    const groups = new Groups();
    for (const [other, object] of earlier) {
      const release = owners.get(object);
      if (release !== undefined) groups.add(object, [release, other], { earlier: { release: other, named } });
    }
    groups.report();
  }
}

/** The objects that several releases contain, with all of their owners. */
function sharedIn(owned: readonly Owned[]): Map<string, Owned[]> {
  const first = new Map<string, Owned>();
  const shared = new Map<string, Owned[]>();
  for (const owner of owned) {
    for (const object of owner.objects) {
      const known = first.get(object);
      if (!known) first.set(object, owner);
      if (!known || known.release === owner.release) continue;
      const owners = shared.get(object);
      if (owners) owners.push(owner);
      else shared.set(object, [known, owner]);
    }
  }
  return shared;
}

/** The owners that share their cluster or folder with another owner. */
function clashesAmong(owners: readonly Owned[]): Owned[] {
  const counts = new Map<string, number>();
  const placesOf = ({ cluster = '', folder }: Owned) => [`cluster ${cluster}`, `folder ${folder}`];
  for (const place of owners.flatMap(placesOf)) counts.set(place, (counts.get(place) ?? 0) + 1);
  return owners.filter((owner) => placesOf(owner).some((place) => (counts.get(place) ?? 0) > 1));
}

interface GroupDetails {
  /** The releases go to different folders. */
  readonly separateFolders?: boolean;
  /** The last one was rendered by an earlier run. */
  readonly earlier?: { readonly release: string; readonly named: string };
}

interface Group extends GroupDetails {
  readonly releases: readonly string[];
  readonly isNamespace: boolean;
  readonly objects: string[];
}

/** Objects with the same owners, reported together. */
class Groups {
  private readonly groups = new Map<string, Group>();

  add(object: string, releases: readonly string[], details: GroupDetails): void {
    const isNamespace = object.startsWith('/Namespace/');
    const key = `${isNamespace} ${releases.join(' ')}`;
    const group = this.groups.get(key) ?? { ...details, releases, isNamespace, objects: [] };
    group.objects.push(nameOf(object));
    this.groups.set(key, group);
  }

  report(): void {
    if (this.groups.size === 0) return;
    const lines = [...this.groups.values()].map(lineOf).sort();
    const more = lines.length - MOST;
    const shown = more > 0 ? [...lines.slice(0, MOST), `${more} more groups of releases share objects`] : lines;
    throw new SharedObjectsError(shown.join('\n'));
  }
}

function lineOf(group: Group): string {
  const [first = '', second = '', ...others] = group.releases;
  const { earlier } = group;
  const before = earlier ? ` (rendered to ${earlier.named} earlier)` : '';
  const releases =
    others.length === 0 ? `${first} and ${second}${before} both` : `${first} and ${others.length + 1} more all`;
  const [object = '', ...more] = group.objects.sort();
  return `${releases} contain ${listSummary(object, more.length)} (${remediesOf(group).join(', or ')})`;
}

function remediesOf({ isNamespace, separateFolders, earlier }: Group): string[] {
  return [
    isNamespace ? 'set createNamespace in only one of them' : 'give one of them a different name or namespace',
    ...(earlier ? [`delete the files of ${earlier.release} from ${earlier.named}`] : []),
    ...(separateFolders ? ['set cluster: in the releases file if they go to different clusters'] : []),
  ];
}

/** `Secret labs/lab-1` of an identity. */
function nameOf(key: string): string {
  const [, kind, namespace, ...name] = key.split('/');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name.join('/')}`;
}
