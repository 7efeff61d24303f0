// Values of the chart: which cloud, how to log in there, and the parts that are installed.

import { commonValues, namespaceName } from '../../lib/k8s/common';
import { boolean, choice, integer, object, type Static } from '../../lib/values/schema';
import { daemonsetSchema, imageSchema, rrsaSchema } from './adaptor/values';
import { controllerSchema } from './controller/values';
import { kataDeploySchema } from './kata-deploy/values';
import { PROVIDER_NAMES } from './providers';
import { configSchema, credentialSchema } from './providers/values';
import { secretsSchema, tlsProfileSchema } from './secrets/values';
import { webhookSchema } from './webhook/values';

export const schema = object({
  provider: choice(PROVIDER_NAMES, {
    description: 'Where pods get their virtual machines. It selects the block in providerConfigs and providerSecrets.',
    default: 'libvirt',
  }),
  providerConfigs: configSchema,
  providerSecrets: credentialSchema,
  secrets: secretsSchema,
  tlsProfile: tlsProfileSchema,
  limit: integer({
    description:
      'Virtual machines that a node offers, unless PEERPODS_LIMIT_PER_NODE of the provider says otherwise; 0 for no limit, which the webhook does not allow for.',
    default: 10,
    minimum: 0,
  }),
  namespace: namespaceName('As global.namespace and namespaceOverride, which win; empty takes that of the release.'),
  helmOwnership: boolean({
    description: 'Whether the created namespace is marked so that a Helm release of the same name takes it over.',
    default: false,
  }),
  image: imageSchema,
  daemonset: daemonsetSchema,
  alibabacloud: rrsaSchema,
  webhook: webhookSchema,
  resourceCtrl: controllerSchema,
  'kata-deploy': kataDeploySchema,
  ...commonValues(),
});

export type Values = Static<typeof schema>;
