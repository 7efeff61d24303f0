// The parsed flags of `status`.

import type { SynthFlags } from './flags';

export const statusFormats = ['text', 'json'] as const;

export interface StatusFlags extends Omit<SynthFlags, 'stdout' | 'layout' | 'validate' | 'delivery'> {
  /** File with the state of the cluster, or `-`. */
  readonly against: string;
  readonly format?: (typeof statusFormats)[number];
}
