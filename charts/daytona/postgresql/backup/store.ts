// The bucket that dumps are uploaded to.

import type { Construct } from 'constructs';
import { partitionOf } from '../../../../lib/k8s/access/service-account';
import type { Labels } from '../../../../lib/k8s/labels';
import type { Release } from '../../../../lib/k8s/release';
import { existingSecret, type SecretHandle, secret } from '../../../../lib/k8s/secret/config';
import type { EnvValue } from '../../../../lib/k8s/workload/container';
import type { Database } from '../database';
import type { BackupValues } from './values';

const KEYS = { accessKey: 'accessKey', secretKey: 'secretKey' } as const;

/** The name of the bucket's remote in rclone's variables. */
const REMOTE = 'store';

export const usesKeys = ({ s3 }: BackupValues): boolean => s3.accessKey !== '' || s3.existingSecret !== '';

/** Remote and folder, as rclone writes them. */
export const folderOf = ({ s3 }: BackupValues): string =>
  [`${REMOTE}:${s3.bucket}`, s3.prefix].filter(Boolean).join('/');

/** Variables of rclone. Without keys, it uses the pod's role. */
export function storeEnv(
  scope: Construct,
  database: Database,
  identity: { readonly name: string; readonly labels: Labels },
): Record<string, EnvValue> {
  const { s3 } = database.values.backup;
  const keys = usesKeys(database.values.backup) ? keysOf(scope, database, identity) : undefined;
  const setting = (key: string) => `RCLONE_CONFIG_${REMOTE.toUpperCase()}_${key}`;
  return {
    // No file: the remote is in the variables.
    RCLONE_CONFIG: '/notfound',
    [setting('TYPE')]: 's3',
    [setting('PROVIDER')]: s3.endpoint ? 'Other' : 'AWS',
    [setting('ENV_AUTH')]: true,
    [setting('REGION')]: s3.region || undefined,
    [setting('ENDPOINT')]: s3.endpoint || undefined,
    [setting('FORCE_PATH_STYLE')]: s3.endpoint ? s3.forcePathStyle : undefined,
    // Otherwise it would try to create the bucket.
    [setting('NO_CHECK_BUCKET')]: true,
    AWS_ACCESS_KEY_ID: keys?.key(KEYS.accessKey),
    AWS_SECRET_ACCESS_KEY: keys?.key(KEYS.secretKey),
  };
}

function keysOf(
  scope: Construct,
  { release, values }: Database,
  { name, labels }: { readonly name: string; readonly labels: Labels },
): SecretHandle {
  const { accessKey, secretKey, existingSecret: existing } = values.backup.s3;
  if (existing) return existingSecret(release, existing, Object.values(KEYS));
  return secret(scope, 'secret', release, {
    name,
    labels,
    data: { [KEYS.accessKey]: accessKey, [KEYS.secretKey]: secretKey },
  });
}

/** Declares the IAM policy, unless the bucket is another store's. */
export function declareBucketPolicy(release: Release, backup: BackupValues): void {
  const { bucket, prefix, region, endpoint } = backup.s3;
  if (endpoint) return;
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const objects = [arn, prefix, '*'].filter(Boolean).join('/');
  release.needs({
    cloud: 'aws',
    purpose: `${usesKeys(backup) ? "the backup's keys" : 'the role of the backup'} and bucket ${bucket}`,
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [arn] },
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: [objects] },
      ],
    },
  });
}
