// Keeps credentials out of the output: Secrets are left out, fetched by the cluster, or sealed.

import type { KeyObject } from 'node:crypto';
import type { Manifest } from '../../k8s/manifest';
import { shortHash } from '../../k8s/naming';
import type { ExternalObject } from '../../k8s/release';
import { inApplyOrder } from '../order';
import type { Rendered } from '../render';
import { secretType } from './creation';
import { externalSecret, type RemoteSettings, type Wanted } from './external';
import type { SecretMode } from './modes';
import { type Sealing, sealedSecrets } from './sealed';

export { REPEATABLE, type Sealing } from './sealed';

export interface SecretSettings {
  readonly mode: SecretMode;
  /** Other modes for single Secrets, by name. */
  readonly each: ReadonlyMap<string, SecretMode>;
  /** Needed for external-secrets. */
  readonly remote?: RemoteSettings;
  /** Needed for sealed-secrets. */
  readonly key?: KeyObject;
  /** Default: sealed for the cluster, which is random. */
  readonly sealing?: Sealing;
  /** Objects of an earlier run, whose ciphertexts stay while their Secrets do. */
  readonly earlier: readonly Manifest[];
}

/** A release without the Secrets that must not be in the open. Pods roll by what is in the open instead. */
export function keepSecrets(rendered: Rendered, settings: SecretSettings): Rendered {
  const externals: ExternalObject[] = [...rendered.externals];
  // By name of the Secret: what tells that it changed; nothing where only the cluster knows.
  const marks = new Map<string, string | undefined>();
  const modeOf = (object: Manifest): SecretMode =>
    object.kind === 'Secret' && keysOf(object).length > 0
      ? (settings.each.get(object.metadata.name) ?? settings.mode)
      : 'inline';
  const sealed = sealedSecrets(
    rendered.objects.filter((object) => modeOf(object) === 'sealed-secrets'),
    settings,
  );
  const objects = rendered.objects.flatMap((object): Manifest[] => {
    const { name, namespace = '' } = object.metadata;
    const mode = modeOf(object);
    if (mode === 'inline') return [object];
    if (mode === 'existing') {
      const type = object.type as string;
      externals.push({ kind: 'Secret', name, namespace, keys: keysOf(object), generated: false, type });
      marks.set(name, undefined);
      return [];
    }
    const replacement = sealed.get(object) ?? externalSecret(wanted(object), remoteOf(name, settings));
    marks.set(name, shortHash(replacement.spec));
    return [replacement];
  });
  const fetched = fetchedSecrets(rendered.externals, settings);
  const all = externals.map((external) => (fetched.has(external) ? { ...external, generated: true } : external));
  const made = [...new Set(fetched.values())];
  return { ...rendered, externals: all, objects: inApplyOrder([...made, ...remark(objects, marks)]) };
}

/** The names of the Secrets that settings can speak of: those with texts, and those that the user keeps. */
export function secretNames({ objects, externals }: Pick<Rendered, 'objects' | 'externals'>): string[] {
  const rendered = objects.filter((object) => object.kind === 'Secret' && keysOf(object).length > 0);
  return [...rendered.map(({ metadata }) => metadata.name), ...externals.filter(isKept).map(({ name }) => name)];
}

const isKept = ({ kind, generated }: ExternalObject): boolean => kind === 'Secret' && !generated;

/** What fetches the Secrets that the user keeps, where they are named to be fetched: by each declaration of theirs. */
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
  if (keys.length === 0) throw new Error(`Secret ${name} cannot be fetched: nothing tells its keys`);
  const type = secretType(keys);
  const object = externalSecret({ metadata: { name, namespace }, type, keys }, remoteOf(name, settings));
  return group.map((external) => [external, object]);
}

const wanted = (secret: Manifest): Wanted => ({
  metadata: secret.metadata,
  type: secret.type as string,
  keys: keysOf(secret),
});

const dataOf = ({ data }: Manifest) => (data ?? {}) as Readonly<Record<string, string>>;

const keysOf = (secret: Manifest): string[] => Object.keys(dataOf(secret));

function remoteOf(name: string, { remote }: SecretSettings): RemoteSettings {
  if (!remote) throw new Error(`Secret ${name} needs --secret-store for external-secrets`);
  return remote;
}

/**
 * A pod's checksum of a Secret lets its text be guessed, and so does the name of a Job, which ends in a hash over it.
 * Both are made anew from what is in the open.
 */
function remark(objects: readonly Manifest[], marks: ReadonlyMap<string, string | undefined>): Manifest[] {
  const renamed = new Map<string, string>();
  const marked = objects.map((object): Manifest => {
    const changed = withMarks(object, marks) as Manifest;
    const { name } = object.metadata;
    if (object.kind !== 'Job' || JSON.stringify(changed) === JSON.stringify(object)) return changed;
    if (/-[0-9a-f]{10}$/.test(name)) renamed.set(name, name.replace(/[0-9a-f]{10}$/, shortHash(changed.spec)));
    return changed;
  });
  if (renamed.size === 0) return marked;
  let text = JSON.stringify(marked);
  for (const [before, after] of renamed) text = text.replaceAll(before, after);
  return JSON.parse(text) as Manifest[];
}

function withMarks(value: unknown, marks: ReadonlyMap<string, string | undefined>): unknown {
  if (Array.isArray(value)) return value.map((item) => withMarks(item, marks));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const secret = [...marks].find(([name]) => key === `checksum/secret-${name}`.slice(0, 'checksum/'.length + 63));
    if (!secret) return [[key, withMarks(item, marks)]];
    return secret[1] === undefined ? [] : [[key, secret[1]]];
  });
  return Object.fromEntries(entries);
}
