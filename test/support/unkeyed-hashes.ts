// Finds hashes that anyone can compute, with which a credential could be guessed offline.

import { createHash } from 'node:crypto';

const ALGORITHMS = ['sha256', 'sha1', 'md5', 'sha512'];
const ENCODINGS = ['hex', 'base64', 'base64url'] as const;

/** Shorter matches would occur by chance. */
const PREFIX = 8;

/** What could be hashed: each value of the Secret, plain and encoded, and all of them together. */
function contentsOf(secret: Readonly<Record<string, string>>): string[] {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const entries = Object.entries(secret).sort(([a], [b]) => (a < b ? -1 : 1));
  const encoded = entries.map(([key, value]) => [key, encode(value)] as const);
  const maps = [entries, encoded].flatMap((all) => [JSON.stringify(Object.fromEntries(all)), JSON.stringify(all)]);
  return [...entries, ...encoded].flatMap(([, value]) => [value, `${value}\n`, JSON.stringify(value)]).concat(maps);
}

/** The hashes of the Secret, or prefixes of them, in a text. */
export function unkeyedHashes(secret: Readonly<Record<string, string>>, texts: readonly string[]): string[] {
  const hashes = contentsOf(secret).flatMap((content) =>
    ALGORITHMS.flatMap((algorithm) =>
      ENCODINGS.map((encoding) => createHash(algorithm).update(content).digest(encoding).slice(0, PREFIX)),
    ),
  );
  return hashes.filter((hash) => texts.some((text) => text.includes(hash)));
}
