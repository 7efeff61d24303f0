// What the flags of `diff` give.

import type { ReleaseFlags } from './flags';

export const formats = ['text', 'markdown', 'json'] as const;

export interface DiffFlags extends ReleaseFlags {
  readonly config?: string;
  readonly only?: readonly string[];
  readonly output?: string;
  readonly against?: string;
  readonly format?: (typeof formats)[number];
}
