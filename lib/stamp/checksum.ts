// Checksums of Secrets and ConfigMaps, and their annotations.

import type { Manifest } from '../k8s/object/manifest';
import type { ObjectReference } from '../k8s/object/references';
import { hmacSha256, sha256 } from '../names/hash';
import { LABEL_NAME_LIMIT, shorten } from '../names/naming';

/** Sorted, so that the order of a values file does not matter. */
export function contentOf({ data, stringData, binaryData }: Manifest): [key: string, value: unknown][] {
  const all = { ...(data as object), ...(stringData as object), ...(binaryData as object) };
  return Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Anyone who guesses the content can verify the guess. */
export const plainChecksum = (object: Manifest): string =>
  sha256(JSON.stringify(Object.fromEntries(contentOf(object))));

/** Different for objects with the same content, so that it does not reveal that either. */
export function keyedChecksum(key: string, object: Manifest): string {
  const { name, namespace = '' } = object.metadata;
  return hmacSha256(key, JSON.stringify(['checksum', object.kind, namespace, name, contentOf(object)]));
}

/** `checksum/secret-NAME`, shortened if the key is too long for Kubernetes. */
export const checksumAnnotation = ({ kind, name }: Pick<ObjectReference, 'kind' | 'name'>): string =>
  `checksum/${shorten(`${kind.toLowerCase()}-${name}`, LABEL_NAME_LIMIT)}`;
