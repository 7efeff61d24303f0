// The Job that brings MinIO into the state that Daytona needs: buckets, user, policy.

import type { Construct } from 'constructs';
import { configMap } from '../../../lib/k8s/config';
import { container } from '../../../lib/k8s/container';
import { env } from '../../../lib/k8s/env';
import { job } from '../../../lib/k8s/job';
import type { Labels } from '../../../lib/k8s/labels';
import { podTemplate } from '../../../lib/k8s/pod';
import { readScript } from '../../../lib/k8s/script';
import { sourceOf } from '../built-in';
import type { Storage } from './storage';
import type { MinioValues } from './values';

const JOB_SUFFIX = '-post-job';

const POLICY = 'daytona';
const CONFIG = '/etc/daytona';
const HOME = '/tmp';

/** How long the Job waits for the servers. */
const PATIENCE = { ATTEMPTS: 30, PAUSE: 2 } as const;

export function prepareStorage(scope: Construct, storage: Storage, labels: Labels): void {
  const { release, values, name, root, user, endpoint } = storage;
  configMap(scope, 'policy', release, { name, labels: storage.labels, data: { 'policy.json': policy(values) } });
  const { tls } = values;
  const template = podTemplate(release, {
    labels,
    knobs: values,
    spec: {
      // A container that is restarted takes its log with it; a pod that failed keeps it.
      restartPolicy: 'Never',
      containers: [
        {
          ...container(release, 'prepare', {
            image: values.mcImage,
            resources: values.postJob.resources,
            securityContext: values.securityContext,
          }),
          command: ['/bin/sh', '-c', readScript(__dirname, 'prepare-storage.sh')],
          env: env({
            ENDPOINT: endpoint,
            ROOT_USER: root.key('rootUser'),
            ROOT_PASSWORD: root.key('rootPassword'),
            USER_ACCESS_KEY: user ? sourceOf(user.accessKey) : '',
            USER_SECRET_KEY: user ? sourceOf(user.secretKey) : '',
            POLICY,
            POLICY_FILE: `${CONFIG}/policy.json`,
            BUCKETS: bucketLines(values),
            ...PATIENCE,
            HOME,
            MC_CONFIG_DIR: `${HOME}/mc`,
          }),
          volumeMounts: [
            { name: 'policy', mountPath: CONFIG, readOnly: true },
            { name: 'tmp', mountPath: HOME },
            ...(tls.enabled ? [{ name: 'trust', mountPath: `${HOME}/mc/certs/CAs`, readOnly: true }] : []),
          ],
        },
      ],
      volumes: [
        { name: 'policy', configMap: { name } },
        { name: 'tmp', emptyDir: {} },
        ...(tls.enabled
          ? [
              {
                name: 'trust',
                secret: { secretName: tls.certSecret, items: [{ key: tls.publicCrt, path: 'public.crt' }] },
              },
            ]
          : []),
      ],
    },
  });
  const spec = { backoffLimit: 6, template };
  // Behind the servers, and before what wants buckets.
  job(scope, 'job', release, { name: `${name}${JOB_SUFFIX}`, labels, spec, stage: 'before-2' });
}

const bucketLines = ({ buckets }: MinioValues): string =>
  buckets
    .map(({ name, policy: access, purge, versioning, objectlocking }) =>
      [name, access, purge, versioning, objectlocking].join(' '),
    )
    .join('\n');

/** What the user may do: everything in its buckets, and ask which there are. */
function policy({ buckets, user }: MinioValues): string {
  const names = [...buckets.map(({ name }) => name), ...user.bucketPrefixes.map((prefix) => `${prefix}*`)];
  const arn = (path: string) => `arn:aws:s3:::${path}`;
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:ListAllMyBuckets', 's3:GetBucketLocation'], Resource: [arn('*')] },
      { Effect: 'Allow', Action: ['s3:*'], Resource: names.flatMap((name) => [arn(name), arn(`${name}/*`)]) },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
