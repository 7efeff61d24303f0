// Credentials among the values: given, or kept in a Secret of the user's; never a default that the world knows.

import { formatPath, pathOf } from './path';
import { type AboutText, text } from './schema';
import type { Rule } from './validate';

type AboutCredential = Omit<AboutText, 'default' | 'secret'>;

/** A credential that has no default. `credentialRules` demand it where it is needed. */
export const credential = (about: AboutCredential) => text({ ...about, default: '', secret: true });

export interface CredentialSource<V> {
  /** The text of the credential. */
  readonly at: (values: V) => string;
  /** The name of a Secret that holds it instead. */
  readonly existing?: (values: V) => string;
  /** Whether a component cannot do without it. */
  readonly needed: (values: V) => boolean;
  /** Whether a component reads it; default: where it is needed. */
  readonly read?: (values: V) => boolean;
  /** Command that makes one up. */
  readonly command: string;
  /** Defaults that the system's documents publish. */
  readonly published?: readonly string[];
}

/** A needed credential is there, once, and is none that anybody can look up. */
export function credentialRules<V>({
  at,
  existing,
  needed,
  read = needed,
  command,
  published = [],
}: CredentialSource<V>): Rule<V>[] {
  const path = existing ? formatPath(pathOf(existing)) : '';
  const otherwise = path ? `; or set ${path}` : '';
  return [
    (values, report) => {
      if (needed(values) && at(values) === '' && !existing?.(values)) {
        report.error(at, `is required (\`${command}\` generates one${otherwise})`);
      }
    },
    (values, report) => {
      if (needed(values) && at(values) !== '' && existing?.(values)) {
        report.error(at, `conflicts with ${path}: set only one of them`);
      }
    },
    notPublished(at, read, published, ` (\`${command}\` generates one)`),
  ];
}

/** A credential that anybody can look up is none. `hint` follows the message. */
export const notPublished =
  <V>(at: (values: V) => string, read: (values: V) => boolean, published: readonly string[], hint = ''): Rule<V> =>
  (values, report) => {
    if (read(values) && published.includes(at(values))) report.error(at, `is the publicly known default${hint}`);
  };
