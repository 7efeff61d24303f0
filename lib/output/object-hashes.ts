// A written file, object by object: their hashes, and in which of them a file differs from another.

import { describe } from '../k8s/manifest';
import { sha256 } from '../names/hash';
import { manifestsOfText } from '../review/diff/documents';
import { partsOf } from '../yaml/yaml';

/** Of 256 bits these are enough to tell two objects apart, and keep the index of a fleet small. */
const HASH_LENGTH = 22;

/** Not part of a hash, which would let credentials be guessed: the checksums of Secrets that pods carry. */
const SECRET_CHECKSUM = /checksum\/secret-.*/g;

/** Nor what a Secret holds: the lines below `data:` up to the next key, empty ones in the middle of a text included. */
const SECRET_DATA = /^(data|stringData):.*\n(?:(?:[ \t].*)?\n)*(?:[ \t].*)?/gm;

/** What an index of version 0.1.0 has for a Secret, and for a Job that reads one. */
const NO_HASH = '-';
const HAD_NO_HASH = /^kind: (Secret|Job)$/m;

/** Every object of version 0.1.0 has it. Without a hash, it tells them from the files of others. */
const OWN_LABEL = /^ {4}app\.kubernetes\.io\/managed-by: sandbox-charts$/m;

/** The hash of each object, in their order. */
export const hashesOf = (text: string): string => partsOf(text).map(hashOf).join(' ');

function hashOf(part: string): string {
  const open = part.replace(SECRET_CHECKSUM, '');
  const shown = /^kind: Secret$/m.test(part) ? open.replace(SECRET_DATA, '') : open;
  return sha256(shown, 'base64url').slice(0, HASH_LENGTH);
}

/** Whether a text is as it was recorded. */
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

/** How an object of a file differs from what it should be. */
export interface ObjectDifference {
  /** `ConfigMap labs/lab-1`; absent for what is no object: comments, order, what cannot be read. */
  readonly object?: string;
  readonly what: 'missing' | 'surplus' | 'changed' | 'edited';
}

/**
 * In what `found` differs from `wanted`. An object that is not as its recorded hash says was edited after it was written;
 * without `wanted` nothing else can be told.
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

/** By name; `undefined` where a part is no object, or two have the same name. */
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
