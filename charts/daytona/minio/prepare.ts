// The Job that creates what Daytona needs in MinIO: buckets, users, policies.

import type { Construct } from 'constructs';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Labels } from '../../../lib/k8s/labels';
import { readScript } from '../../../lib/k8s/script';
import { configMap, existingSecret, secret } from '../../../lib/k8s/secret/config';
import { container, env } from '../../../lib/k8s/workload/container';
import { job } from '../../../lib/k8s/workload/job';
import { podTemplate } from '../../../lib/k8s/workload/pod';
import { sourceOf } from '../connections/built-in';
import { OWN_POLICY, policyFiles } from './policies';
import type { Storage } from './storage';

const JOB_SUFFIX = '-post-job';

const CONFIG = '/etc/daytona';
// mc writes here, too: a parent folder that a mount creates belongs to root.
const HOME = '/tmp';
const KEYS = '/run/minio-users';

/** How long the Job waits for the servers. */
const RETRIES = { ATTEMPTS: 30, PAUSE: 2 } as const;

export function prepareStorage(scope: Construct, storage: Storage, labels: Labels): void {
  const { release, values, name, root, user, endpoint } = storage;
  configMap(scope, 'policy', release, { name, labels: storage.labels, data: policyFiles(values) });
  const { tls, users } = values;
  const keys = users.length > 0 ? [userKeys(scope, storage)] : [];
  const template = podTemplate(release, {
    labels,
    settings: values,
    spec: {
      serviceAccountName: storage.account,
      // A restarted container loses its log; a failed pod keeps it.
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
            POLICY: OWN_POLICY,
            POLICY_FILES: CONFIG,
            POLICIES: lines(values.policies, ({ name: policy }) => [policy]),
            BUCKETS: lines(values.buckets, ({ name: bucket, policy: access, purge, versioning, objectlocking }) => [
              bucket,
              access,
              purge,
              versioning,
              objectlocking,
            ]),
            USERS: lines(users, ({ accessKey, policy }, index) => [keyOf(index), accessKey, policy]),
            USER_KEYS: KEYS,
            ...RETRIES,
            HOME,
            MC_CONFIG_DIR: HOME,
          }),
          volumeMounts: [
            { name: 'policy', mountPath: CONFIG, readOnly: true },
            { name: 'tmp', mountPath: HOME },
            ...keys.map((volume) => ({ name: volume.name, mountPath: KEYS, readOnly: true })),
            ...(tls.enabled ? [{ name: 'trust', mountPath: `${HOME}/certs/CAs`, readOnly: true }] : []),
          ],
        },
      ],
      volumes: [
        { name: 'policy', configMap: { name } },
        { name: 'tmp', emptyDir: {} },
        ...keys,
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
  // After the servers, and before whatever needs buckets.
  job(scope, 'job', release, { name: `${name}${JOB_SUFFIX}`, labels, spec, stage: 'before-2' });
}

/** One line of words per item. */
const lines = <T>(items: readonly T[], words: (item: T, index: number) => readonly unknown[]): string =>
  items.map((item, index) => words(item, index).join(' ')).join('\n');

const keyOf = (index: number): string => `secretKey-${index}`;

/** The secret keys of the additional users, one file each: from a Secret of the release, or from existing ones. */
function userKeys(scope: Construct, { release, values, labels, name }: Storage): IVolume {
  const users = values.users.map((user, index) => ({ ...user, file: keyOf(index) }));
  const given = users.filter(({ existingSecret: existing }) => !existing);
  const own = `${name}-users`;
  if (given.length > 0) {
    const data = Object.fromEntries(given.map(({ file, secretKey }) => [file, secretKey]));
    secret(scope, 'users', release, { name: own, labels, data });
  }
  const sources = users.map(({ existingSecret: existing, existingSecretKey, file }) => {
    if (existing) existingSecret(release, existing, [existingSecretKey]);
    return { secret: { name: existing || own, items: [{ key: existing ? existingSecretKey : file, path: file }] } };
  });
  return { name: 'user-keys', projected: { defaultMode: 0o440, sources } };
}
