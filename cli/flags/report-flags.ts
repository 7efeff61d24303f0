// The parsed flags of `report`.

import type { SynthFlags } from './flags';

export const reportFormats = ['html', 'svg', 'mermaid'] as const;

export interface ReportFlags extends Omit<SynthFlags, 'stdout' | 'layout' | 'validate' | 'delivery'> {
  /** File to write; absent for standard output. */
  readonly output?: string;
  readonly against?: string;
  readonly format?: (typeof reportFormats)[number];
  /** Whether to find out where each field comes from. */
  readonly origins: boolean;
}
