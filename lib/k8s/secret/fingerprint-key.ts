// The key for everything that is derived from a credential and written outside its Secret: `fingerprintKey`.

import { formatPath, type Path } from '../../values/path';
import { isMap } from '../../values/scalar';
import { credential } from '../../values/schema/credential';
import type { Rule } from '../../values/validate';

/** The number of letters and digits that encode 32 random bytes. */
export const FINGERPRINT_KEY_LENGTH = 43;

/** Minimum number of distinct characters: random keys have more, and repetitive ones fewer. */
const FEWEST_CHARACTERS = 10;

const COMMAND = '`sandbox-charts secrets` generates one';

export const fingerprintKey = () =>
  credential({
    description:
      'Key for the checksums that restart pods when a Secret changes; at least 43 random characters. Never rendered.',
    generate: 'fingerprint-key',
    minLength: FINGERPRINT_KEY_LENGTH,
    expected: `at least ${FINGERPRINT_KEY_LENGTH} random characters; ${COMMAND}`,
  });

export const fingerprintKeyRules: readonly Rule<{ readonly fingerprintKey: string }>[] = [
  ({ fingerprintKey: key }, report) => {
    if (key === '') return;
    const isPlaceholder = /change-?me|your-.*(key|secret)|example/i.test(key);
    if (isPlaceholder) report.error((v) => v.fingerprintKey, `is a placeholder (${COMMAND})`);
    else if (new Set(key).size < FEWEST_CHARACTERS) {
      report.error((v) => v.fingerprintKey, `is not random (${COMMAND})`);
    }
  },
  (values, report) => {
    const { fingerprintKey: key } = values;
    const path = key === '' ? undefined : pathOfText(values, key);
    if (path)
      report.error(
        (v) => v.fingerprintKey,
        `is also used in ${formatPath(path)}: it must not be used for anything else (${COMMAND})`,
      );
  },
];

/** Where the same text is also used: it would be rendered there, or be as easy to guess as the other credential. */
function pathOfText(value: unknown, text: string, path: Path = []): Path | undefined {
  if (path.length === 1 && path[0] === 'fingerprintKey') return undefined;
  if (typeof value === 'string' && value.includes(text)) return path;
  const entries = Array.isArray(value) ? value.entries() : isMap(value) ? Object.entries(value) : [];
  for (const [step, entry] of entries) {
    const found = pathOfText(entry, text, [...path, step]);
    if (found) return found;
  }
  return undefined;
}
