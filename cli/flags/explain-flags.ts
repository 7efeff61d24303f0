// The parsed flags of `explain`.

import type { SynthFlags } from './flags';

export const explainFormats = ['text', 'json'] as const;

export interface ExplainFlags extends Omit<SynthFlags, 'only' | 'output' | 'stdout' | 'layout' | 'validate'> {
  readonly format?: (typeof explainFormats)[number];
}
