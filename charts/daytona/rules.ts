import type { Rule } from '../../lib/values/validate';
import type { Values } from './values';
export const rules: readonly Rule<Values>[] = [];
