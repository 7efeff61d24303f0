import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

export const kataDeployRules: readonly Rule<Values>[] = [];
