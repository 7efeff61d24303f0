// The CronJob that retires runners of the region whose nodes are gone.

import { Construct } from 'constructs';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { serviceAccount } from '../../../lib/k8s/access/service-account';
import { ApiObject } from '../../../lib/k8s/object/api-object';
import { readScript } from '../../../lib/k8s/script';
import type { SecretHandle } from '../../../lib/k8s/secret/config';
import { container, env, withKubectlImage } from '../../../lib/k8s/workload/container';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { CRON_JOB_LIMIT, shorten } from '../../../lib/names/naming';
import { COMPONENTS, CREDENTIAL_KEYS, objectName, type Region } from '../region';
import type { Values } from '../values';

/** The folder of the chart, where the scripts are. */
const CHART = `${__dirname}/..`;

const TMP = { name: 'tmp', mountPath: '/tmp' };

/** Its own image; empty keys take the value of the registration's image. */
function imageOf({ services: { runnerReaper }, registration }: Values): Values['registration']['image'] {
  const { repository, tag, digest, ...own } = runnerReaper.image;
  const shared = registration.image;
  const registry = repository === '' ? own.registry || shared.registry : own.registry;
  return {
    registry,
    repository: repository || shared.repository,
    tag: tag || shared.tag,
    // The digest of another image or tag is another one.
    digest: digest || (repository === '' && tag === '' ? shared.digest : ''),
    pullPolicy: own.pullPolicy || shared.pullPolicy,
  };
}

/** `apiKey` is the key with which the region was registered. */
export function runnerReaper(parent: Construct, region: Region, apiKey: SecretHandle): void {
  const scope = new Construct(parent, COMPONENTS.runnerReaper);
  const { release, values: all, apiUrl, credentials } = region;
  const values = all.services.runnerReaper;
  const name = objectName(release, COMPONENTS.runnerReaper);
  const labels = release.labels(COMPONENTS.runnerReaper);
  const account = { create: true, annotations: {}, name: '' };
  const template = podTemplate(release, {
    labels,
    settings: values,
    spec: {
      serviceAccountName: serviceAccount(scope, 'service-account', release, account, { name, labels }),
      restartPolicy: 'Never',
      containers: [
        {
          ...container(release, 'reaper', withKubectlImage(release, { ...values, image: imageOf(all) })),
          command: ['/bin/sh', '-c', readScript(CHART, 'reap-runners.sh')],
          env: env({
            DAYTONA_API_URL: apiUrl,
            DAYTONA_API_KEY: apiKey.key(all.registration.secretKeys.apiKey),
            REGION_ID: credentials.key(CREDENTIAL_KEYS.id),
            GRACE_SECONDS: values.graceSeconds,
            DRY_RUN: values.dryRun,
            DELETE_DECOMMISSIONED: values.deleteDecommissioned,
          }),
          volumeMounts: [TMP],
        },
      ],
      // In memory, because the script keeps the key in a file.
      volumes: [{ name: TMP.name, emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } }],
    },
  });
  new ApiObject(scope, 'cron-job', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: release.metadata(shorten(name, CRON_JOB_LIMIT), labels),
    spec: {
      schedule: values.schedule,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: values.successfulJobsHistoryLimit,
      failedJobsHistoryLimit: values.failedJobsHistoryLimit,
      jobTemplate: {
        spec: { backoffLimit: 0, activeDeadlineSeconds: values.activeDeadlineSeconds, template },
      },
    },
  } satisfies ICronJob);
}
