// The Job that registers the runner of every sandbox node, and the CronJob that registers those of new nodes.

import { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { readScript } from '../../../lib/k8s/script';
import { env } from '../../../lib/k8s/workload/container';
import { scriptJob } from '../../../lib/k8s/workload/script-job';
import { CRON_JOB_LIMIT, shorten } from '../../../lib/names/naming';
import { offPool } from '../../runner-manager/nodes/node-pool';
import { RUNNER_LABELS } from '../../runner-manager/runner/runner';
import { COMPONENTS, objectName } from '../connections/addresses';
import { PATIENCE_SECONDS } from '../connections/waiting';
import type { Platform } from '../platform';
import { tokensSecret } from './own-token';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

const RETRY_SECONDS = 5;

export function registration(parent: Construct, platform: Platform): void {
  const scope = new Construct(parent, COMPONENTS.runnerRegistration);
  const { release, nodes, values, credentials, api } = platform;
  const { schedule } = values.services.runner.registration;
  const name = objectName(release, COMPONENTS.runnerRegistration);
  const labels = release.labels(COMPONENTS.runnerRegistration);
  const secretName = tokensSecret(platform);
  const spec = scriptJob(scope, 'register', release, {
    name,
    labels,
    containerName: 'register-runners',
    script: readScript(CHART, 'register-runners.sh'),
    env: env({
      API_URL: `${api.url}/api`,
      ADMIN_API_KEY: credentials.source('adminApiKey'),
      REGION_ID: values.services.api.env.DEFAULT_REGION_ID || 'us',
      NAMESPACE: nodes.namespace,
      SELECTOR: Object.entries({ ...nodes.labels(COMPONENTS.runner).selector, ...RUNNER_LABELS.extra })
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
      SECRET_NAME: secretName,
      SECRET_LABELS: JSON.stringify(nodes.labels(COMPONENTS.runner).created),
      DEFAULT_NAME: values.services.api.env.DEFAULT_RUNNER_NAME,
      DEFAULT_TOKEN: credentials.source('runnerToken'),
      PATIENCE_SECONDS,
      RETRY_SECONDS,
    }),
    // RBAC cannot limit `create` to a name, only reading and changing.
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: [secretName], verbs: ['get', 'patch'] },
    ],
    rulesIn: nodes,
    runner: { ...values.tools, ...offPool(release, values.tools, values.nodePool) },
    // The runners wait for it, and it waits for the API, so all are in the same stage.
    stage: 'main',
  });
  if (!schedule) return;
  new ApiObject(scope, 'renewal', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: release.metadata(shorten(name, CRON_JOB_LIMIT), labels),
    spec: { schedule, concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 1, jobTemplate: { spec } },
  } satisfies ICronJob);
}
