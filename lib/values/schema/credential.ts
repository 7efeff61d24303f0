// Credentials in values: set directly, or in a Secret that the user manages; never a publicly known default.

import { formatPath, pathOf } from '../path';
import type { Report, Rule } from '../validate';
import { type AboutText, text } from './schema';

type AboutCredential = Omit<AboutText, 'default' | 'secret'>;

/** A credential without a default. `credentialRules` require it where it is needed. */
export const credential = (about: AboutCredential) => text({ ...about, default: '', secret: true });

export interface CredentialSource<V> {
  /** The credential itself. */
  readonly at: (values: V) => string;
  /** The name of a Secret that contains it instead. */
  readonly existing: (values: V) => string;
  /** Whether a component requires it. */
  readonly needed: (values: V) => boolean;
  /** Whether a component reads it. Default: the same as whether it is required. */
  readonly read?: (values: V) => boolean;
  /** Command that generates one. */
  readonly command: string;
  /** Publicly known defaults of the system. */
  readonly published?: readonly string[];
}

/** A required credential must be set exactly once, and not be publicly known. */
export function credentialRules<V>({
  at,
  existing,
  needed,
  read = needed,
  command,
  published = [],
}: CredentialSource<V>): Rule<V>[] {
  const path = () => formatPath(pathOf(existing));
  return [
    (values, report) => {
      if (needed(values) && at(values) === '' && !existing(values)) {
        report.error(at, `is required (\`${command}\` generates one; or set ${path()})`);
      }
    },
    (values, report) => {
      if (needed(values) && at(values) !== '' && existing(values)) {
        report.error(at, `conflicts with ${path()}: set only one of them`);
      }
    },
    notPublished(at, read, published, ` (\`${command}\` generates one)`),
  ];
}

const PUBLISHED_DEFAULT = 'is the publicly known default';

/** Rejects publicly known credentials. `hint` follows the message. */
export const notPublished =
  <V>(at: (values: V) => string, read: (values: V) => boolean, published: readonly string[], hint = ''): Rule<V> =>
  (values, report) => {
    if (read(values) && published.includes(at(values))) reportPublished(values, report, at, hint);
  };

/** Refuses the published default at `at`, unless the user keeps it for now. */
export function reportPublished<V>(values: V, report: Report<V>, at: (values: V) => unknown, hint = ''): void {
  if (keptCredentials(values).includes(formatPath(pathOf(at)))) {
    report.warning(at, `${PUBLISHED_DEFAULT}, kept by keepPublishedCredentials: replace it soon`);
  } else report.error(at, `${PUBLISHED_DEFAULT}${hint}`, 'published-credential');
}

/** Every chart has this value (`commonValues`); a test may have values of its own. */
const keptCredentials = (values: unknown): readonly string[] =>
  (values as { readonly keepPublishedCredentials?: readonly string[] }).keepPublishedCredentials ?? [];
