// The S3 store of the bucket: AWS, or a compatible one; and what the snapshot manager may do with a bucket on AWS.

import { partitionOf } from '../../../lib/k8s/access/service-account';
import type { Release } from '../../../lib/k8s/release';
import type { SnapshotManagerValues } from './snapshot-values';

const AWS = /(^|\.)amazonaws\.com(\.cn)?(:|\/|$)/;

/** Whether snapshots are kept in a bucket. */
export const usesBucket = ({ storage }: SnapshotManagerValues): boolean => storage.driver === 's3';

/** Whether the bucket is on AWS. */
export const isAws = ({ storage: { s3 } }: SnapshotManagerValues): boolean =>
  s3.endpoint === '' || AWS.test(s3.endpoint.replace(/^https?:\/\//, ''));

/** Other stores usually have one host name for all buckets, which clients may not be able to reach, and no KMS. */
export const forcePathStyle = (values: SnapshotManagerValues): boolean =>
  values.storage.s3.forcePathStyle ?? !isAws(values);
export const disableRedirect = (values: SnapshotManagerValues): boolean =>
  values.storage.redirect.disable ?? !isAws(values);
export const encrypts = (values: SnapshotManagerValues): boolean => values.storage.s3.encrypt ?? isAws(values);

const ROLE = 'eks.amazonaws.com/role-arn';

/** Image layers are uploaded in parts: interrupted uploads are found and aborted. */
const OF_BUCKET = ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'];
const OF_OBJECTS = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];

/** Declares the IAM policy, unless the bucket is another store's. */
export function declareBucketPolicy(release: Release, values: SnapshotManagerValues): void {
  const { storage, serviceAccount } = values;
  const { bucket, region, accessKey, existingSecret } = storage.s3;
  if (!usesBucket(values) || !isAws(values)) return;
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  release.needs({
    cloud: 'aws',
    purpose: `${who(accessKey, existingSecret, serviceAccount.annotations[ROLE])} and bucket ${bucket}`,
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: OF_BUCKET, Resource: [arn] },
        { Effect: 'Allow', Action: OF_OBJECTS, Resource: [`${arn}/*`] },
      ],
    },
  });
}

/** The identity that needs the policy: keys take precedence, as in the server. */
function who(accessKey: string, existingSecret: string, role: string | undefined): string {
  if (existingSecret !== '') return `the keys in Secret ${existingSecret}`;
  if (accessKey !== '') return "the snapshot manager's keys";
  return role === undefined ? 'the role of the snapshot manager' : `the role ${role}`;
}
