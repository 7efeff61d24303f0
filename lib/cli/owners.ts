// Which release of a folder renders which object: two that render the same one overwrite each other when they are applied.

import type { Manifest } from '../k8s/manifest';
import { identity } from '../render/diff/pair';
import { andMore } from '../values/and-more';

/** More of them say nothing new. */
const MOST = 10;

/** Of one folder. */
export class Owners {
  /** The first release of each object. */
  private readonly owners = new Map<string, string>();
  /** All releases of the objects that have several. */
  private readonly shared = new Map<string, Set<string>>();

  add(release: string, objects: readonly Manifest[]): void {
    for (const object of objects) this.own(identity(object), release);
  }

  /** What another one, perhaps of another thread, was told. */
  addAll(entries: Owners['entries']): void {
    for (const [key, release] of entries) this.own(key, release);
  }

  get entries(): (readonly [key: string, release: string])[] {
    const others = [...this.shared].flatMap(([key, releases]) =>
      [...releases].map((release) => [key, release] as const),
    );
    return [...this.owners, ...others];
  }

  /** A sentence for the releases that share objects, in whatever order they came. */
  warnings(): string[] {
    const groups = new Map<string, string[]>();
    for (const [key, releases] of this.shared) {
      const names = [...releases].sort().join(' ');
      groups.set(names, [...(groups.get(names) ?? []), nameOf(key)]);
    }
    const sentences = [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([names, objects]) => {
        const [first, second, ...others] = names.split(' ');
        const releases = others.length === 0 ? `${first} and ${second}` : `${first} and ${others.length + 1} more`;
        return `${releases} render the same ${listed(objects.sort())}: applied, one overwrites the other`;
      });
    const more = sentences.length - MOST;
    return more > 0 ? [...sentences.slice(0, MOST), `${more} more releases share objects with others`] : sentences;
  }

  private own(key: string, release: string): void {
    const owner = this.owners.get(key);
    if (owner === undefined) this.owners.set(key, release);
    if (owner === undefined || owner === release) return;
    const releases = this.shared.get(key) ?? new Set([owner]);
    this.shared.set(key, releases.add(release));
  }
}

const listed = ([first = '', ...others]: readonly string[]): string => andMore(first, others.length);

/** `Secret labs/lab-1` of an identity. */
function nameOf(key: string): string {
  const [, kind, namespace, ...name] = key.split('/');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name.join('/')}`;
}
