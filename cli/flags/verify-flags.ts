// What the flags of `verify` give.

import type { FinishFlags } from '../files/recipe';
import type { SynthFlags } from './flags';

/** All but `allowOutside` go with a releases file. */
export interface VerifyFlags extends FinishFlags, Pick<SynthFlags, 'config' | 'layout' | 'delivery' | 'allowOutside'> {}
