// The parsed flags of `requirements`.

import type { SynthFlags } from './flags';

export const formats = ['text', 'yaml', 'json'] as const;

export interface RequirementsFlags extends Omit<SynthFlags, 'output' | 'stdout' | 'layout' | 'validate'> {
  readonly format?: (typeof formats)[number];
  /** File with the state of the cluster, or `-`: only what is missing is printed. */
  readonly against?: string;
}
