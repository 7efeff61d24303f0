// Valid names and namespaces of releases.

import { DNS_LABEL, DNS_LABEL_LIMIT } from './naming';

export interface NameRule {
  readonly pattern: string;
  readonly maxLength: number;
  readonly expected: string;
}

const label = (maxLength: number): NameRule => ({
  pattern: DNS_LABEL,
  maxLength,
  expected: `at most ${maxLength} lowercase letters, digits and "-", starting and ending with a letter or digit`,
});

/** Helm's limit, which leaves room for the suffixes of object names. */
export const RELEASE_NAME = label(53);

export const NAMESPACE = label(DNS_LABEL_LIMIT);

export function obeys({ pattern, maxLength }: NameRule, name: string): boolean {
  return name.length <= maxLength && new RegExp(pattern).test(name);
}
