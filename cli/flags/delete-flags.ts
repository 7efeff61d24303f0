// The parsed flags of `delete`.

import type { SynthFlags } from './flags';

export const deleteFormats = ['text', 'json'] as const;

export interface DeleteFlags extends Omit<SynthFlags, 'stdout' | 'layout' | 'validate' | 'delivery'> {
  /** Required: nothing is ever deleted. */
  readonly plan?: true;
  readonly format?: (typeof deleteFormats)[number];
}
