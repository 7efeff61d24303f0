// IAM policies for the keys with which Harbor and the API access their buckets.

import { partitionOf } from '../../../lib/k8s/access/service-account';
import type { Release } from '../../../lib/k8s/release';
import { imageStorage } from '../harbor/backing/storage';
import type { Values } from '../values';

/** Permissions for reading and writing images and volumes. */
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'];

const AWS_ENDPOINT = /^https:\/\/s3[.-]([a-z0-9-]+)\.amazonaws\.com(\.cn)?\/?$/;

/** The region in an S3 endpoint; `undefined` for another store. */
export const regionOf = (endpoint: string): string | undefined => AWS_ENDPOINT.exec(endpoint)?.[1];

export function bucketPolicy(bucket: string, region: string): object {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ACTIONS, Resource: [arn, `${arn}/*`] }],
  };
}

/** Declares the policies that the keys need. */
export function noteBucketPolicies(release: Release, { harbor, minio, services }: Values): void {
  const { type, s3 } = imageStorage(harbor);
  if (harbor.enabled && type === 's3' && !s3.regionendpoint && !s3.minio)
    note(release, "Harbor's", s3.bucket, s3.region);
  const { S3_ENDPOINT, S3_DEFAULT_BUCKET } = services.api.env;
  const region = minio.enabled ? undefined : regionOf(S3_ENDPOINT);
  if (region && S3_DEFAULT_BUCKET) note(release, "the API's", S3_DEFAULT_BUCKET, region);
}

function note(release: Release, whose: string, bucket: string, region: string): void {
  const policy = bucketPolicy(bucket, region);
  release.needs({ cloud: 'aws', purpose: `${whose} keys and bucket ${bucket}`, document: policy });
  release.note(`IAM policy of ${whose} keys for the bucket ${bucket}:\n${JSON.stringify(policy, null, 2)}`);
}
