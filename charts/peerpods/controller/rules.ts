import type { Rule } from '../../../lib/values/validate';
import type { Values } from '../values';

export const controllerRules: readonly Rule<Values>[] = [];
