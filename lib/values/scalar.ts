// Numbers whose spelling matters: 0123, 1.10, 12345678901234567890.

/**
 * A number in a values file whose text differs from what JavaScript prints for it.
 * Strings use the spelling; numbers use the value, unless YAML readers interpret it differently.
 */
export class SpelledNumber {
  constructor(
    readonly value: number,
    readonly spelling: string,
  ) {}

  /** Octal in YAML 1.1, decimal in YAML 1.2. */
  get leadingZero(): boolean {
    return /^[-+]?0\d/.test(this.spelling);
  }

  /** Whether readers may interpret it as different numbers: leading zeros, or more than 2^53. */
  get ambiguous(): boolean {
    return this.leadingZero || (Number.isInteger(this.value) && !Number.isSafeInteger(this.value));
  }
}

export type Scalar = string | number | boolean | SpelledNumber;

/** The text of a scalar as it is written; `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof SpelledNumber ? value.spelling : undefined;
}

/** The number in a scalar: a number, or a string of decimal digits; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof SpelledNumber) return value.ambiguous ? undefined : value.value;
  if (typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return Number(value);
  return undefined;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SpelledNumber);
}
