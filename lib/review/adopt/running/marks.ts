// Placeholder texts for credentials: each is valid for its value, and occurs nowhere else.

import type { Path } from '../../../values/path';
import { schemaProblems } from '../../../values/schema/check';
import type { SchemaLeaf } from '../leaves';

export interface Mark {
  readonly path: Path;
  readonly text: string;
}

const BCRYPT_HASH_LENGTH = 53;

/** From the most to the least common form of a credential. */
const FORMS: readonly ((index: number) => string)[] = [
  (index) => numbered(index, 24),
  (index) => numbered(index, 8),
  (index) => Buffer.from(numbered(index, 16)).toString('base64'),
  (index) => `-----BEGIN RSA PRIVATE KEY-----\n${numbered(index, 24)}\n-----END RSA PRIVATE KEY-----\n`,
  (index) => `${numbered(index, 8)}:$2a$10$${'.'.repeat(BCRYPT_HASH_LENGTH)}`,
];

/** The mark of the value with that number; `undefined` if no form is valid. */
export function markFor({ path, schema }: SchemaLeaf, index: number): Mark | undefined {
  const text = FORMS.map((form) => form(index)).find((candidate) => schemaProblems(schema, candidate).length === 0);
  return text === undefined ? undefined : { path, text };
}

const numbered = (index: number, digits: number): string => `adopted-${String(index).padStart(digits, '0')}`;
