// Contradictions between values.

import type { Rule } from '../../lib/values/validate';
import { controllerRules } from './controller/rules';
import { kataDeployRules } from './kata-deploy/rules';
import type { Values } from './values';
import { webhookRules } from './webhook/rules';

export const rules: readonly Rule<Values>[] = [...webhookRules, ...controllerRules, ...kataDeployRules];
