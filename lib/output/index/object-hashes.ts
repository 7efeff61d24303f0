// A written file as objects: their hashes, and which of them differ between two files.

import { describe } from '../../k8s/object/manifest';
import { sha256 } from '../../names/hash';
import { manifestsOfText } from '../../review/diff/documents';
import { partsOf } from '../../yaml/yaml';

/** A shortened SHA-256, to keep the index of thousands of releases small. */
const HASH_LENGTH = 22;

/** Checksums of Secrets on pods are not hashed, because the hash would let credentials be guessed. */
const SECRET_CHECKSUM = /checksum\/secret-.*/g;

/** Nor are the contents of Secrets: the lines after `data:` up to the next key, including empty lines within a value. */
const SECRET_DATA = /^(data|stringData):.*\n(?:(?:[ \t].*)?\n)*(?:[ \t].*)?/gm;

/** What an index of version 0.1.0 has instead of a hash, for a Secret and for a Job that reads one. */
const NO_HASH = '-';
const HAD_NO_HASH = /^kind: (Secret|Job)$/m;

/** All objects of version 0.1.0 have it. It identifies them if there is no hash. */
const OWN_LABEL = /^ {4}app\.kubernetes\.io\/managed-by: sandbox-charts$/m;

/** The hash of each object, in order. */
export const hashesOf = (text: string): string => partsOf(text).map(hashOf).join(' ');

function hashOf(part: string): string {
  const open = part.includes('checksum/secret-') ? part.replace(SECRET_CHECKSUM, '') : part;
  const shown = part.includes('kind: Secret') && /^kind: Secret$/m.test(part) ? open.replace(SECRET_DATA, '') : open;
  return sha256(shown, 'base64url').slice(0, HASH_LENGTH);
}

/** Whether a text matches the recorded hashes. */
export function isAsHashed(text: string, recorded: string): boolean {
  const parts = partsOf(text);
  const hashes = recorded.split(' ');
  return (
    parts.length === hashes.length &&
    parts.every((part, at) => hashOf(part) === hashes[at] || hadNoHash(part, hashes[at]))
  );
}

const hadNoHash = (part: string, hash: string | undefined): boolean =>
  hash === NO_HASH && HAD_NO_HASH.test(part) && OWN_LABEL.test(part);

/** How an object in a file differs from the expected one. */
export interface ObjectDifference {
  /** `ConfigMap labs/lab-1`; absent if the difference is not in an object: comments, order, unreadable text. */
  readonly object?: string;
  readonly what: 'missing' | 'surplus' | 'changed' | 'edited';
}

/**
 * How `found` differs from `wanted`. An object that does not match its recorded hash was edited after it was written;
 * without `wanted`, that is all that can be determined.
 */
export function differencesOf(
  file: string,
  found: string,
  recorded: string,
  wanted: string | undefined,
): ObjectDifference[] {
  if (found === wanted) return [];
  const hashes = new Set(recorded.split(' '));
  const isEdited = (part: string) => !hashes.has(hashOf(part)) && !(hashes.has(NO_HASH) && hadNoHash(part, NO_HASH));
  if (wanted === undefined) {
    const edited = partsOf(found).filter(isEdited);
    const fewer = partsOf(found).length < recorded.split(' ').length;
    return [...edited.map((part) => named(file, part, 'edited')), ...(fewer ? [{ what: 'missing' } as const] : [])];
  }
  const [there, meant] = [byName(file, found), byName(file, wanted)];
  if (!there || !meant) return [{ what: 'changed' }];
  const differences = [...meant].flatMap(([object, part]): ObjectDifference[] => {
    const other = there.get(object);
    if (other === undefined) return [{ object, what: 'missing' }];
    return other === part ? [] : [{ object, what: isEdited(other) ? 'edited' : 'changed' }];
  });
  const surplus = [...there.keys()].filter((object) => !meant.has(object));
  const all = [...differences, ...surplus.map((object): ObjectDifference => ({ object, what: 'surplus' }))];
  return all.length > 0 ? all : [{ what: 'changed' }];
}

function named(file: string, part: string, what: ObjectDifference['what']): ObjectDifference {
  const object = nameOf(file, part);
  return object === undefined ? { what } : { object, what };
}

/** By name; `undefined` if a part is not an object, or if two have the same name. */
function byName(file: string, text: string): Map<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of partsOf(text)) {
    const name = nameOf(file, part);
    if (name === undefined || parts.has(name)) return undefined;
    parts.set(name, part);
  }
  return parts;
}

function nameOf(file: string, part: string): string | undefined {
  try {
    const [object, ...others] = manifestsOfText(file, part);
    return object && others.length === 0 ? describe(object) : undefined;
  } catch {
    return undefined;
  }
}
