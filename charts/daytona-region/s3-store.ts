// The store behind the bucket: AWS, or another one that speaks its language.

import type { SnapshotManagerValues } from './snapshot-values';

const AWS = /(^|\.)amazonaws\.com(\.cn)?(:|\/|$)/;

/** Whether the bucket is on AWS. */
export const isAws = ({ storage: { s3 } }: SnapshotManagerValues): boolean =>
  s3.endpoint === '' || AWS.test(s3.endpoint.replace(/^https?:\/\//, ''));

/** Other stores mostly have one host name for all buckets, which clients may not reach, and no key service. */
export const forcePathStyle = (values: SnapshotManagerValues): boolean =>
  values.storage.s3.forcePathStyle ?? !isAws(values);
export const disableRedirect = (values: SnapshotManagerValues): boolean =>
  values.storage.redirect.disable ?? !isAws(values);
export const encrypts = (values: SnapshotManagerValues): boolean => values.storage.s3.encrypt ?? isAws(values);
