// All rules between the values.

import { commonRules } from '../../../lib/k8s/common';
import { resourceRules } from '../../../lib/k8s/workload/resources';
import type { Rule } from '../../../lib/values/validate';
import { controllerRules } from '../controller/rules';
import { kataDeployRules } from '../kata-deploy/rules';
import { schema, type Values } from '../values';
import { webhookRules } from '../webhook/rules';
import { adaptorRules } from './adaptor';
import { certificateRules } from './certificates';
import { credentialFormRules } from './credential-forms';
import { credentialRules } from './credentials';
import { derivedRules } from './derived';
import { settingRules } from './settings';
import { versionRules } from './versions';

export const rules: readonly Rule<Values>[] = [
  ...commonRules,
  ...versionRules,
  ...settingRules,
  ...derivedRules,
  ...credentialRules,
  ...credentialFormRules,
  ...certificateRules,
  ...adaptorRules,
  ...webhookRules,
  ...controllerRules,
  ...kataDeployRules,
  ...resourceRules<Values>(schema),
];
