// What becomes of the Secrets of a run: what --secrets and the releases file ask for.

import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/k8s/manifest';
import type { Rendered } from '../../lib/render/render';
import type { Seal, SecretSettings } from '../../lib/secrets';
import type { SynthFlags } from '../flags/flags';
import { secretFlags } from '../flags/secret-flags';
import type { Io } from '../io';
import type { Plan } from './plan';
import { NamedSecrets } from './secret-names';
import { secretSource } from './secret-source';

export class RunSecrets {
  private readonly source: ReturnType<typeof secretSource>;
  private readonly named: NamedSecrets;

  constructor(
    io: Io,
    flags: SynthFlags,
    /** `ofFile`: the releases may bring settings of their own, which the flags lie upon. */
    private readonly options: { readonly ofFile: boolean; readonly seal?: Seal },
  ) {
    this.source = secretSource(io, secretFlags(flags, options.ofFile));
    this.named = new NamedSecrets(flags.only === undefined);
  }

  /** `earlier` gives the texts that were written before. `undefined` where nobody asks for anything. */
  of(plan: Plan, rendered: Rendered, earlier: () => readonly string[]): SecretSettings | undefined {
    const settings = this.source(plan);
    if (!settings) return undefined;
    this.named.add(rendered, settings);
    const { seal } = this.options;
    return {
      ...settings,
      ...(seal ? { seal } : {}),
      earlier: earlier().flatMap(secretsIn),
    };
  }

  /** Throws when a Secret was named that none of the releases has. */
  end(): void {
    this.named.end();
  }
}

/** SealedSecrets, and Secrets without their values. */
function secretsIn(text: string): Manifest[] {
  const documents = text.split(/^---$/m).filter((document) => /^kind: (Sealed)?Secret$/m.test(document));
  return documents.flatMap((document) =>
    parseAllDocuments(document).map((parsed) => {
      const { apiVersion, kind, metadata, spec } = parsed.toJS() as Manifest;
      return { apiVersion, kind, metadata, ...(kind === 'Secret' ? {} : { spec }) };
    }),
  );
}
