// What the flags of `verify` give.

import type { SynthFlags } from './flags';
import type { FinishFlags } from './recipe';

/** All but `allowOutside` go with a releases file. */
export interface VerifyFlags extends FinishFlags, Pick<SynthFlags, 'config' | 'layout' | 'delivery' | 'allowOutside'> {}
