// Values of the chart: the cloud, its login, and the installed components.

import { commonValues, namespaceName } from '../../lib/k8s/common';
import { alertValues } from '../../lib/k8s/monitoring/values';
import { nodeAgentValues } from '../../lib/k8s/workload/placement';
import { withViewsIn } from '../../lib/values/default-views';
import { withDefaults } from '../../lib/values/schema/defaults';
import { boolean, choice, integer, object, type Static } from '../../lib/values/schema/schema';
import { daemonsetSchema, imageSchema, rrsaSchema } from './adaptor/values';
import { controllerSchema } from './controller/values';
import { kataDeploySchema } from './kata-deploy/values';
import { PROVIDER_NAMES } from './providers';
import { configSchema, credentialSchema } from './providers/values';
import { secretsSchema, tlsProfileSchema } from './secrets/values';
import { versions } from './versions';
import { webhookSchema } from './webhook/values';

const base = object({
  provider: choice(PROVIDER_NAMES, {
    description: 'Provider of the pod VMs. Selects the settings in providerConfigs and providerSecrets.',
    default: 'libvirt',
  }),
  providerConfigs: configSchema,
  providerSecrets: credentialSchema,
  secrets: secretsSchema,
  tlsProfile: tlsProfileSchema,
  limit: integer({
    description:
      'Maximum number of pod VMs per node, unless the provider sets PEERPODS_LIMIT_PER_NODE. 0 means no limit; do not use it with the webhook.',
    default: 10,
    minimum: 0,
  }),
  namespace: namespaceName(
    'Same as global.namespace and namespaceOverride, which take precedence; defaults to the release namespace.',
  ),
  helmOwnership: boolean({
    description: 'Whether to label the created namespace so that a Helm release of the same name can adopt it.',
    default: false,
  }),
  image: imageSchema,
  nodeAgents: nodeAgentValues(),
  daemonset: daemonsetSchema,
  alibabacloud: rrsaSchema,
  webhook: webhookSchema,
  resourceCtrl: controllerSchema,
  'kata-deploy': kataDeploySchema,
  metrics: alertValues(),
  ...commonValues(),
});

export const schema = withViewsIn(__dirname, withDefaults(base, versions[0].tags));

export type Values = Static<typeof schema>;
