import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

export const webhookRules: readonly Rule<Values>[] = [];
