// What a schema says of a value besides its type.

import type { TSchema } from '@sinclair/typebox';
import type { Generator } from './generator';
import type { SecretForm } from './secret-text';

/** Properties of every value. */
export interface About<T> {
  /** One or two sentences: meaning, unit, consequences. */
  readonly description: string;
  /** Used if no file or flag sets the value. Without a default, the value is required, unless it is wrapped in `optional`. */
  readonly default?: T;
  /** Never printed: not in errors, differences or logs. */
  readonly secret?: true;
  /** What a valid value looks like, for errors: `a DNS label of at most 51 characters`. */
  readonly expected?: string;
}

export interface AboutText<T = string> extends About<T>, SecretForm {
  /** How `sandbox-charts secrets` generates a missing value. Never done while rendering. */
  readonly generate?: Generator;
  /** What a quantity measures: amounts with a unit that nobody means are refused. */
  readonly resource?: string;
  /** Whether it is a schedule of a CronJob. */
  readonly schedule?: true;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface AboutNumber extends About<number> {
  readonly minimum?: number;
  /** Default: the largest integer with 32 bits. */
  readonly maximum?: number;
}

export interface AboutList<T> extends About<T[]> {
  readonly minItems?: number;
}

export interface AboutMap<T> extends About<Record<string, T>> {
  /** Pattern of the keys. */
  readonly keys?: string;
  readonly expectedKeys?: string;
  /** Whether the keys are resources, and the values their amounts. */
  readonly amounts?: true;
  /** Whether it has the annotations of an object, whose total size is limited. */
  readonly annotations?: true;
  /** Documented keys, for editors. Other keys are allowed, too. */
  readonly known?: Readonly<Record<string, TSchema>>;
}

export interface AboutObject {
  readonly description?: string;
  /** Renamed keys: the old key, and the path to use instead. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Keys of the Helm chart that have no effect here, and why. */
  readonly dropped?: Readonly<Record<string, string>>;
}
