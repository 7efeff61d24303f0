// The parsed flags of `adopt`.

import type { Target } from '../../lib/render/targets';

export interface AdoptFlags {
  readonly name: string;
  readonly namespace: string;
  readonly manifest: string;
  readonly valuesAll?: string;
  readonly values?: readonly string[];
  readonly appVersion?: string;
  readonly target?: Target;
  readonly output: string;
}
