// The parsed flags of `lint`.

import type { SynthFlags } from './flags';

export interface LintFlags extends Omit<SynthFlags, 'output' | 'stdout' | 'layout' | 'validate' | 'delivery'> {
  /** Whether warnings are errors. */
  readonly strict?: true;
}
