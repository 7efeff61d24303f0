// Secrets in settings must exist: a mistyped name would leave a credential in plain text.

import type { Rendered } from '../../lib/render/render';
import { secretNames } from '../../lib/secrets';
import { nearest } from '../../lib/values/nearest';
import { InputError } from '../../lib/values/problem';
import { UsageError } from '../flags/usage';
import type { Mention, SourcedSettings } from './secret-source';

interface Missed {
  readonly mention: Mention;
  readonly releases: string[];
  readonly known: Set<string>;
}

export class NamedSecrets {
  private readonly found = new Set<string>();
  private readonly missed = new Map<string, Missed>();

  /** `isWhole`: all releases are rendered, so a Secret in the file's defaults must be in one of them. */
  constructor(private readonly isWhole: boolean) {}

  add(rendered: Rendered, { mentions }: SourcedSettings): void {
    if (mentions.length === 0) return;
    const names = secretNames(rendered);
    for (const mention of mentions) {
      const id = JSON.stringify([mention.origin, mention.name]);
      if (this.found.has(id)) continue;
      if (names.includes(mention.name)) {
        this.found.add(id);
        this.missed.delete(id);
        continue;
      }
      const missed = this.missed.get(id) ?? { mention, releases: [], known: new Set<string>() };
      missed.releases.push(rendered.name);
      for (const name of names) missed.known.add(name);
      this.missed.set(id, missed);
    }
  }

  end(): void {
    const wrong = [...this.missed.values()].filter(({ mention }) => this.isWhole || mention.byFlag);
    const flag = wrong.find(({ mention }) => mention.byFlag);
    if (flag) throw new UsageError(`--secrets ${flag.mention.name}: ${messageOf(flag)}`);
    if (wrong.length === 0) return;
    throw new InputError(
      wrong.map((missed) => ({
        path: ['secrets', 'each', missed.mention.name],
        message: messageOf(missed),
        origin: missed.mention.origin,
      })),
    );
  }
}

const SHOWN = 10;

/** `is not a Secret of lab-7 (did you mean codes?; it has codes, keys)` */
function messageOf({ mention: { name }, releases, known }: Missed): string {
  const near = nearest(name, [...known]);
  const there = known.size === 0 ? 'it has none' : `it has ${listed([...known], SHOWN)}`;
  return `is not a Secret of ${listed(releases, 1)} (${near ? `did you mean ${near}?; ` : ''}${there})`;
}

function listed(names: readonly string[], shown: number): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ');
}
