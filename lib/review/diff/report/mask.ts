// Hides credentials in reports.

import type { Manifest } from '../../../k8s/object/manifest';
import { mayBeCredentialName } from '../../../k8s/secret/credential-name';
import { isMap } from '../../../values/scalar';
import type { FieldChange, Step } from '../change';
import { fieldOf } from '../compare';
import { normalManifest } from '../normal';

export const HIDDEN = '(hidden)';

/** Annotations that are derived from Secrets. */
const DERIVED = /^(checksum\/secret-|sandbox-charts\/fingerprint)/;

/** Fields that name a Secret or a key in one, and do not contain a credential. */
const REFERENCE = /^checksum\/configmap-|(name|refs?|path|expirationseconds)$/i;

/** A credential in a line of text: an assignment, or the user info of a URL. */
const LITERAL = /(password|passwd|secret|token|api[-_]?key)["']?\s*[=:]\s*["']?[^\s"'${<]|:\/\/[^/\s:@]*:[^@\s$]+@/i;

/** Shorter ones are too common to search for: `true`, `5432`. */
const SHORTEST = 6;

/** Shows the value of a field, or that it is hidden. */
export type Mask = (object: Manifest, path: FieldChange['path'], value: unknown) => unknown;

/** Hides the contents of the objects' Secrets wherever they appear, and everything that looks like a credential. */
export function maskOf(objects: readonly Manifest[]): Mask {
  const known = objects.filter(({ kind }) => kind === 'Secret').flatMap(contents);
  const shown = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => shown(item, name));
    if (isMap(value)) return maskedMap(value, shown);
    if (typeof value !== 'string') return value;
    if (DERIVED.test(name) || mayHoldCredential(name) || known.some((secret) => value.includes(secret))) return HIDDEN;
    return value.replace(/[^\n]+/g, (line) => (LITERAL.test(line) ? HIDDEN : line));
  };
  return (object, path, value) => {
    if (value === undefined) return undefined;
    if (object.kind === 'Secret' && path[0] === 'data') return hideLeaves(value);
    // Object names are never hidden: a user name such as `daytona` is often part of them.
    if (path.length === 2 && path[0] === 'metadata' && path[1] === 'name') return value;
    return shown(value, nameOf(path));
  };
}

function maskedMap(map: Record<string, unknown>, shown: (value: unknown, name: string) => unknown) {
  const { name, value } = map;
  const isVariable = typeof name === 'string' && value !== undefined;
  return Object.fromEntries(
    Object.entries(map).map(([key, entry]) => [key, shown(entry, isVariable && key === 'value' ? name : key)]),
  );
}

const mayHoldCredential = (name: string): boolean =>
  mayBeCredentialName(name) && !(/^[a-z]/.test(name) && REFERENCE.test(name));

/** The name of a value: its environment variable, or its field. */
function nameOf(path: readonly Step[]): string {
  const item = path.at(-2);
  return path.at(-1) === 'value' && typeof item === 'object' ? item.value : fieldOf(path);
}

/** Plain and encoded, and each line of a multi-line value. */
function contents(secret: Manifest): string[] {
  const { data } = normalManifest(secret);
  const encoded = Object.values(isMap(data) ? data : {}).map(String);
  const plain = encoded.map((value) => Buffer.from(value, 'base64').toString('utf8'));
  return [...encoded, ...plain.flatMap((text) => [text, ...text.split('\n')])].filter(
    (text) => text.length >= SHORTEST,
  );
}

function hideLeaves(value: unknown): unknown {
  if (!isMap(value)) return HIDDEN;
  return Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN]));
}
