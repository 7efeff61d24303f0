// The parsed flags of `verify`.

import type { FinishFlags } from '../files/recipe';
import type { SynthFlags } from './flags';

/** All except `allowOutside` require a releases file. */
export interface VerifyFlags extends FinishFlags, Pick<SynthFlags, 'config' | 'layout' | 'delivery' | 'allowOutside'> {}
