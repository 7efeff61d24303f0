// The parsed flags of `diff`.

import type { SynthFlags } from './flags';

export const formats = ['text', 'markdown', 'json'] as const;

export interface DiffFlags extends Omit<SynthFlags, 'stdout' | 'layout' | 'validate' | 'delivery'> {
  readonly against?: string;
  readonly format?: (typeof formats)[number];
}
