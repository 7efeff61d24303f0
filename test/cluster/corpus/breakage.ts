// Ways in which a field of the API can be invalid.

/** The subject of an API rule. */
export const RULES = [
  'address',
  'cross-field',
  'duplicate',
  'enum',
  'exclusive',
  'int32',
  'length',
  'quantity',
  'range',
  'required',
  'syntax',
  'type',
  'unknown-field',
] as const;

export type Rule = (typeof RULES)[number];

/** A sample that the API server accepts, and the same with one error. */
export interface Breakage {
  readonly rule: Rule;
  readonly valid: unknown;
  readonly broken: unknown;
  /** Values next to it that it needs, at the same level. */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** Variants of one valid sample. */
export const variants =
  (valid: unknown, beside?: Breakage['beside']) =>
  (rule: Rule, ...broken: readonly unknown[]): Breakage[] =>
    broken.map((one) => ({ rule, valid, broken: one, ...(beside === undefined ? {} : { beside }) }));

export const long = (length: number, letter = 'x'): string => letter.repeat(length);
