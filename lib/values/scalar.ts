// Numbers whose spelling says more than their value: 0123, 1.10, 12345678901234567890.

/**
 * A number of a values file whose text differs from what JavaScript prints for it.
 * Text values take the spelling; number values take the value, unless readers of YAML disagree about it.
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

  /** Two readers may take it for two numbers: leading zeros, or digits beyond 2^53. */
  get ambiguous(): boolean {
    return this.leadingZero || (Number.isInteger(this.value) && !Number.isSafeInteger(this.value));
  }
}

export type Scalar = string | number | boolean | SpelledNumber;

/** The text of a scalar as its author wrote it; `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof SpelledNumber ? value.spelling : undefined;
}

/** The number that a scalar stands for: a number, or text of decimal digits; `undefined` for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof SpelledNumber) return value.ambiguous ? undefined : value.value;
  if (typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return Number(value);
  return undefined;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SpelledNumber);
}
