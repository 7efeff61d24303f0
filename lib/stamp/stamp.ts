// Annotates pods with checksums of the Secrets and ConfigMaps that they read, so that a change restarts them, and adds
// hashes to Job names. Runs once, after all other changes to objects.

import { isEncrypted } from '../k8s/encrypted';
import { describe, type Manifest } from '../k8s/object/manifest';
import { referencedObjects } from '../k8s/object/references';
import { endsInHash, specHash, withoutHash } from '../names/naming';
import { Inventory, type PodOwner } from '../render/checks/inventory';
import { isMap } from '../values/scalar';
import { checksumAnnotation, contentOf, keyedChecksum, plainChecksum } from './checksum';
import { withReloader } from './reloader';

export interface StampInput {
  /** In the form that is written. */
  readonly objects: readonly Manifest[];
  /** The Secrets of the release with their contents, including those that are not written. */
  readonly secrets: readonly Manifest[];
  /** Empty for none: then a Secret has a checksum only in a file that also contains the Secret. */
  readonly key: string;
  /** Whether two objects are written to the same file. */
  readonly shareFile: (one: Manifest, other: Manifest) => boolean;
  /** Whether Reloader restarts the pods of Secrets without a checksum. */
  readonly reloader: boolean;
  /** Whether the chart added a hash to a Job's name. */
  readonly isNamedByHash: (job: Manifest) => boolean;
}

/** Pods that keep running when a Secret changes. */
export interface Unstamped {
  readonly object: Manifest;
  /** `key`: a fingerprintKey would give it a checksum. `mode`: only the cluster knows the Secret. */
  readonly reason: 'key' | 'mode';
}

export interface Stamped {
  /** In the order of the input. */
  readonly objects: readonly Manifest[];
  readonly unstamped: readonly Unstamped[];
}

/** Kinds that change how an object is stamped, besides Secrets. */
const STAMPED = new Set(['ConfigMap', 'ExternalSecret', 'Job']);

export function stamp(input: StampInput): Stamped {
  const { objects: given, secrets, reloader } = input;
  const isPlain = secrets.length === 0 && !reloader && !given.some(({ kind }) => STAMPED.has(kind));
  if (isPlain) return { objects: given, unstamped: [] };
  const stamps = new Stamps(input);
  const found = input.objects.map((object) => stamps.of(object));
  const objects = found.map(({ object }) => object);
  const renamed = withJobNames(objects, input.isNamedByHash);
  return {
    objects: renamed,
    unstamped: found.flatMap(({ reason }, index) => (reason ? [{ object: renamed[index] as Manifest, reason }] : [])),
  };
}

/** New pods of these kinds read the current Secret anyway. */
const READS_AGAIN = ['CronJob'];

type Lack = Unstamped['reason'];

class Stamps {
  private readonly written: Inventory;
  private readonly secrets: Inventory;
  private readonly pods: ReadonlyMap<Manifest, PodOwner>;

  constructor(private readonly input: StampInput) {
    this.written = new Inventory(input.objects, []);
    this.secrets = new Inventory(input.secrets, []);
    this.pods = new Map(this.written.pods.map((pod) => [pod.object, pod]));
  }

  /** The object with its checksums; `reason` if its pods lack one. */
  of(object: Manifest): { readonly object: Manifest; readonly reason?: Lack } {
    const pod = this.pods.get(object);
    if (!pod) return { object };
    const annotations: Record<string, string> = {};
    const open = new Set<string>();
    const lacks = new Set<Lack>();
    for (const reference of referencedObjects(pod.spec)) {
      const { kind, name } = reference;
      const checksum = kind === 'Secret' ? this.ofSecret(pod, name) : this.ofConfigMap(pod, name);
      if (checksum && checksum !== 'key' && checksum !== 'mode') annotations[checksumAnnotation(reference)] = checksum;
      else if (kind === 'Secret') open.add(name);
      if (checksum === 'key' || checksum === 'mode') lacks.add(checksum);
    }
    const stamped = withPodAnnotations(object, pod.field, annotations);
    const watched = this.input.reloader ? withReloader(stamped, [...open]) : stamped;
    const isCovered = watched !== stamped || READS_AGAIN.includes(object.kind);
    const [reason] = lacks.has('key') ? (['key'] as const) : lacks;
    return isCovered || !reason ? { object: watched } : { object: watched, reason };
  }

  private ofConfigMap({ namespace }: PodOwner, name: string): string | undefined {
    const configMap = this.written.find('ConfigMap', namespace, name);
    return configMap && plainChecksum(configMap);
  }

  /** A checksum, or why there is none; `undefined` for a Secret that the release does not know. */
  private ofSecret({ object, namespace }: PodOwner, name: string): string | Lack | undefined {
    const { key, shareFile } = this.input;
    const secret = this.secrets.find('Secret', namespace, name);
    if (!secret) return this.written.find('ExternalSecret', namespace, name) && 'mode';
    // It is filled in the cluster.
    if (contentOf(secret).length === 0) return undefined;
    const inline = this.written.find('Secret', namespace, name);
    if (!inline && !this.written.find('SealedSecret', namespace, name)) return 'mode';
    if (key !== '') return keyedChecksum(key, secret);
    // The name of a Job is visible outside its file, and ends in a hash that covers its pods' annotations.
    const isReadable = inline !== undefined && !isEncrypted(inline);
    return isReadable && object.kind !== 'Job' && shareFile(object, inline) ? plainChecksum(secret) : 'key';
  }
}

/** Updates the hashes in Job names, and all references to them, because an applied Job cannot be changed. */
function withJobNames(objects: readonly Manifest[], isNamedByHash: StampInput['isNamedByHash']): Manifest[] {
  const names = new Map<string, string>();
  const renamed = objects.map((object): Manifest => {
    const { kind, metadata } = object;
    if (kind !== 'Job' || !endsInHash(metadata.name) || !isNamedByHash(object)) return object;
    // A Job may wait for an earlier one by name.
    const spec = replaceNames(object.spec, names);
    const name = `${withoutHash(metadata.name)}-${specHash(spec)}`;
    if (name !== metadata.name) names.set(metadata.name, name);
    return { ...object, metadata: { ...metadata, name }, spec };
  });
  return names.size === 0 ? renamed : renamed.map((object) => replaceNames(object, names));
}

/** `Deployment labs/web, Job labs/prepare and 3 more`. */
export function listUnstamped(unstamped: readonly Unstamped[], most = 3): string {
  const names = unstamped.map(({ object }) => describe(object));
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** `field` is the path of the pod spec: `spec`, `spec.template.spec`. */
export function withPodAnnotations(
  object: Manifest,
  field: string,
  annotations: Readonly<Record<string, string>>,
): Manifest {
  if (Object.keys(annotations).length === 0) return object;
  return annotated(object, field.split('.').slice(0, -1), annotations) as Manifest;
}

function annotated(value: unknown, [step, ...rest]: readonly string[], annotations: object): unknown {
  const map = isMap(value) ? value : {};
  if (step !== undefined) return { ...map, [step]: annotated(map[step], rest, annotations) };
  const metadata = isMap(map.metadata) ? map.metadata : {};
  return { ...map, metadata: { ...metadata, annotations: { ...(metadata.annotations as object), ...annotations } } };
}

/** A copy of `value` with the new names in every string; parts without old names are shared. */
export function replaceNames<T>(value: T, names: ReadonlyMap<string, string>): T {
  if (names.size === 0) return value;
  // Most objects have no names, and searching their text is fast.
  const text = JSON.stringify(value) ?? '';
  const found = [...names].filter(([name]) => text.includes(name));
  return found.length === 0 ? value : (replaced(value, found) as T);
}

function replaced(value: unknown, names: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [before, after] of names) if (text.includes(before)) text = text.replaceAll(before, after);
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  // Most parts have no names: they are not copied.
  let copy: Record<string, unknown> | undefined;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    const other = replaced(item, names);
    if (other === item) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    copy[key] = other;
  }
  return copy ?? value;
}
