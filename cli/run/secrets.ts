// What becomes of the Secrets of a run: what --secrets and the releases file ask for.

import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/manifest';
import type { Rendered } from '../../lib/render/render';
import { keepSecrets, type Seal } from '../../lib/secrets';
import { creation } from '../../lib/secrets/creation';
import type { SynthFlags } from '../flags/flags';
import { secretFlags } from '../flags/secret-flags';
import type { Io } from '../io';
import type { Plan } from '../plan/plan';
import { NamedSecrets } from '../plan/secret-names';
import { secretSource } from '../plan/secret-source';

/** Takes the earlier texts of the release, to keep the ciphertexts of what has not changed. */
export type Keep = (rendered: Rendered, earlier: () => readonly string[], plan: Pick<Plan, 'secrets'>) => Rendered;

/** What the releases of a run are finished with. */
export type KeepSecrets = Keep & {
  /** Throws when a Secret was named that none of the releases has. */
  end(): void;
};

/** `ofFile`: the releases may bring settings of their own, which the flags lie upon. */
export function secretKeeper(io: Io, flags: SynthFlags, ofFile: boolean, seal?: Seal): KeepSecrets {
  const given = secretFlags(flags, ofFile);
  const settingsOf = secretSource(io, given);
  const named = new NamedSecrets(flags.only === undefined);
  const keep: Keep = (rendered, earlier, plan) => {
    const settings = settingsOf(plan);
    if (!settings) return rendered;
    named.add(rendered, settings);
    const seals = settings.key !== undefined;
    const kept = keepSecrets(rendered, {
      ...settings,
      ...(seal ? { seal } : {}),
      earlier: seals ? earlier().flatMap(sealedIn) : [],
    });
    tellWanted(io, rendered, kept);
    return kept;
  };
  return Object.assign(keep, { end: () => named.end() });
}

/** The Secrets that were left out, and how to create them. */
function tellWanted(io: Io, rendered: Rendered, kept: Rendered): void {
  for (const { name, namespace, keys, type } of kept.externals.slice(rendered.externals.length)) {
    const { command } = creation({ name, namespace, keys, ...(type === undefined ? {} : { type }) });
    io.err(`${rendered.name}: create Secret ${namespace}/${name} with ${keys.join(', ')}:\n`);
    io.err(`  ${command}\n`);
  }
}

function sealedIn(text: string): Manifest[] {
  const sealed = text.split(/^---$/m).filter((document) => /^kind: SealedSecret$/m.test(document));
  return sealed.flatMap((document) => parseAllDocuments(document).map((parsed) => parsed.toJS() as Manifest));
}
