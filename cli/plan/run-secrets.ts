// How the Secrets of a run are delivered, according to --secrets and the releases file.

import { parseAllDocuments } from 'yaml';
import { isEncrypted } from '../../lib/k8s/encrypted';
import type { Manifest } from '../../lib/k8s/object/manifest';
import type { Rendered } from '../../lib/render/render';
import type { Seal, SecretSettings } from '../../lib/secrets';
import type { SynthFlags } from '../flags/flags';
import { secretFlags } from '../flags/secret-flags';
import type { Io } from '../io';
import type { Plan } from './plan';
import { NamedSecrets } from './secret-names';
import { secretSource } from './secret-source';

export interface RunSecretsOptions {
  /** The releases may have their own settings, which the flags override. */
  readonly ofFile: boolean;
  readonly seal?: Seal;
}

export class RunSecrets {
  private readonly source: ReturnType<typeof secretSource>;
  private readonly named: NamedSecrets;
  /** By the texts that they come from, which releases may share. */
  private readonly known = new WeakMap<readonly string[], EarlierSecrets>();

  constructor(
    io: Io,
    flags: SynthFlags,
    private readonly options: RunSecretsOptions,
  ) {
    this.source = secretSource(io, secretFlags(flags, options.ofFile));
    this.named = new NamedSecrets(flags.only === undefined && flags.shard === undefined);
  }

  /** `earlier` returns the files of an earlier run. `undefined` if there are no settings. */
  of(plan: Plan, rendered: Rendered, earlier: () => readonly string[]): SecretSettings | undefined {
    const settings = this.source(plan);
    if (!settings) return undefined;
    this.named.add(rendered, settings);
    const { seal } = this.options;
    return {
      ...settings,
      ...(seal ? { seal } : {}),
      earlier: this.earlierOf(rendered, earlier()),
    };
  }

  /** Throws if a setting names a Secret that none of the releases has. */
  end(): void {
    this.named.end();
  }

  /** Those of the release, because a comparison has the files of all releases. */
  private earlierOf({ objects }: Rendered, texts: readonly string[]): Manifest[] {
    const known = this.known.get(texts) ?? byPlace(texts.flatMap(secretsIn));
    this.known.set(texts, known);
    return objects.filter(({ kind }) => kind === 'Secret').flatMap((secret) => known.get(placeOf(secret)) ?? []);
  }
}

type EarlierSecrets = ReadonlyMap<string, Manifest[]>;

const placeOf = ({ metadata: { name, namespace = '' } }: Manifest): string => `${namespace}/${name}`;

function byPlace(secrets: readonly Manifest[]): EarlierSecrets {
  const groups = new Map<string, Manifest[]>();
  for (const secret of secrets) {
    const group = groups.get(placeOf(secret));
    if (group) group.push(secret);
    else groups.set(placeOf(secret), [secret]);
  }
  return groups;
}

/** Encrypted Secrets, and others without their values. */
function secretsIn(text: string): Manifest[] {
  const documents = text.split(/^---$/m).filter((document) => /^kind: (Sealed)?Secret$/m.test(document));
  return documents.flatMap((document) =>
    parseAllDocuments(document).map((parsed) => {
      const object = parsed.toJS() as Manifest;
      const { apiVersion, kind, metadata } = object;
      return kind === 'SealedSecret' || isEncrypted(object) ? object : { apiVersion, kind, metadata };
    }),
  );
}
