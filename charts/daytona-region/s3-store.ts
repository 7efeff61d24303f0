// The S3 store of the bucket: AWS, or a compatible one.

import type { SnapshotManagerValues } from './snapshot-values';

const AWS = /(^|\.)amazonaws\.com(\.cn)?(:|\/|$)/;

/** Whether the bucket is on AWS. */
export const isAws = ({ storage: { s3 } }: SnapshotManagerValues): boolean =>
  s3.endpoint === '' || AWS.test(s3.endpoint.replace(/^https?:\/\//, ''));

/** Other stores usually have one host name for all buckets, which clients may not be able to reach, and no KMS. */
export const forcePathStyle = (values: SnapshotManagerValues): boolean =>
  values.storage.s3.forcePathStyle ?? !isAws(values);
export const disableRedirect = (values: SnapshotManagerValues): boolean =>
  values.storage.redirect.disable ?? !isAws(values);
export const encrypts = (values: SnapshotManagerValues): boolean => values.storage.s3.encrypt ?? isAws(values);
