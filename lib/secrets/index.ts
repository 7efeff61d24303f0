// Keeps credentials out of the output: Secrets are left out, fetched by the cluster, or sealed.

import type { KeyObject } from 'node:crypto';
import type { Manifest } from '../k8s/object/manifest';
import type { ExternalObject } from '../k8s/release';
import { inApplyOrder } from '../render/order';
import type { Rendered } from '../render/render';
import { secretType } from './creation';
import { externalSecret, type RemoteSettings, type Wanted } from './external';
import type { SecretMode } from './modes';
import { type Seal, sealedSecrets } from './sealed';
import { type SopsSettings, sopsSecrets } from './sops';
import { switchWarnings } from './switched';

export { REPEATABLE, type Seal } from './sealed';

export interface SecretSettings {
  readonly mode: SecretMode;
  /** Other modes for individual Secrets, by name. */
  readonly each: ReadonlyMap<string, SecretMode>;
  /** Needed for external-secrets. */
  readonly remote?: RemoteSettings;
  /** Needed for sealed-secrets. */
  readonly key?: KeyObject;
  /** Default: sealed for the cluster, with random ciphertext. */
  readonly seal?: Seal;
  /** For sops; default: the recipients of `.sops.yaml`. */
  readonly sops?: Partial<Omit<SopsSettings, 'earlier'>>;
  /** Whether Reloader restarts pods. */
  readonly reloader?: boolean;
  /** Objects of an earlier run. Ciphertexts of unchanged Secrets are kept. */
  readonly earlier: readonly Manifest[];
}

/** A release without plain-text Secrets, except in mode `inline`. */
export function applySecretModes(rendered: Rendered, settings: SecretSettings): Rendered {
  const externals: ExternalObject[] = [...rendered.externals];
  const modeOf = (object: Manifest): SecretMode =>
    object.kind === 'Secret' && keysOf(object).length > 0
      ? (settings.each.get(object.metadata.name) ?? settings.mode)
      : 'inline';
  const sealed = sealedSecrets(
    rendered.objects.filter((object) => modeOf(object) === 'sealed-secrets'),
    settings,
    rendered.fingerprintKey ?? '',
  );
  const encrypted = sopsSecrets(
    rendered.objects.filter((object) => modeOf(object) === 'sops'),
    { recipients: NOBODY, ...settings.sops, earlier: settings.earlier },
    rendered.fingerprintKey ?? '',
  );
  const objects = rendered.objects.flatMap((object): Manifest[] => {
    const { name, namespace = '' } = object.metadata;
    const mode = modeOf(object);
    if (mode === 'inline') return [object];
    if (mode === 'existing') {
      const type = object.type as string;
      externals.push({ kind: 'Secret', name, namespace, keys: keysOf(object), generated: false, type });
      return [];
    }
    return [sealed.get(object) ?? encrypted.get(object) ?? externalSecret(wanted(object), remoteOf(name, settings))];
  });
  const fetched = fetchedSecrets(rendered.externals, settings);
  const all = externals.map((external) => (fetched.has(external) ? { ...external, generated: true } : external));
  const made = [...new Set(fetched.values())];
  return {
    ...rendered,
    warnings: [...rendered.warnings, ...switchWarnings(settings.earlier, rendered.objects, objects)],
    externals: all,
    objects: inApplyOrder([...made, ...objects]),
    ...(settings.reloader ? { reloader: true } : {}),
  };
}

/** The names of the Secrets that settings can name: rendered ones with contents, and external ones. */
export function secretNames({ objects, externals }: Pick<Rendered, 'objects' | 'externals'>): string[] {
  const rendered = objects.filter((object) => object.kind === 'Secret' && keysOf(object).length > 0);
  return [...rendered.map(({ metadata }) => metadata.name), ...externals.filter(isKept).map(({ name }) => name)];
}

const isKept = ({ kind, generated }: ExternalObject): boolean => kind === 'Secret' && !generated;

/** The objects that fetch external Secrets for which settings request it, for each declaration. */
function fetchedSecrets(externals: readonly ExternalObject[], settings: SecretSettings): Map<ExternalObject, Manifest> {
  const groups = new Map<string, ExternalObject[]>();
  for (const external of externals.filter(isKept)) {
    const { name, namespace } = external;
    const mode = settings.each.get(name);
    if (mode === undefined || mode === 'existing') continue;
    if (mode !== 'external-secrets') {
      throw new Error(
        `Secret ${name} is not rendered, so it cannot be ${mode} (expected existing or external-secrets)`,
      );
    }
    const group = `${namespace}/${name}`;
    groups.set(group, [...(groups.get(group) ?? []), external]);
  }
  return new Map([...groups.values()].flatMap((group) => fetchedOnce(group, settings)));
}

function fetchedOnce(group: readonly ExternalObject[], settings: SecretSettings): [ExternalObject, Manifest][] {
  const [{ name, namespace } = { name: '', namespace: '' }] = group;
  const keys = [...new Set(group.flatMap((external) => external.keys))];
  const own = remoteOf(name, settings).each[name];
  if (keys.length === 0 && (own?.dataFrom ?? []).length === 0) {
    throw new Error(`Secret ${name} cannot be read from a store: its keys are unknown. Name whole entries in dataFrom`);
  }
  const type = secretType(keys);
  const object = externalSecret({ metadata: { name, namespace }, type, keys }, remoteOf(name, settings));
  return group.map((external) => [external, object]);
}

const wanted = (secret: Manifest): Wanted => ({
  metadata: secret.metadata,
  type: secret.type as string,
  keys: keysOf(secret),
});

const NOBODY = { age: [], pgp: [], kms: [] };

const dataOf = ({ data }: Manifest) => (data ?? {}) as Readonly<Record<string, string>>;

const keysOf = (secret: Manifest): string[] => Object.keys(dataOf(secret));

function remoteOf(name: string, { remote }: SecretSettings): RemoteSettings {
  if (!remote) throw new Error(`Secret ${name} requires --secret-store for external-secrets`);
  return remote;
}
